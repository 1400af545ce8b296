package dev.parity.report.say;

/** What a format makes of each piece of a document. */
public interface Drawing {
    void head(Document.Head head);

    void heading(String words);

    void sentence(String words);

    void detail(String words);

    void entry(String label, String words);

    void overview(Document.Overview overview);

    void table(Document.Table table);

    void gap();
}
