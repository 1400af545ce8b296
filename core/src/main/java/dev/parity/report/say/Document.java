package dev.parity.report.say;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a report says, in the order in which it says it: headings, sentences, details, tables. It is made once, and each format draws it
 * in its own manner.
 */
public record Document(List<Block> blocks) {
    /** A piece of a document, which knows how to have itself drawn. */
    public sealed interface Block {
        void on(Drawing drawing);
    }

    /** The verdict in a word, and what it is on. */
    public record Head(Tone tone, String word, String rest) implements Block {
        @Override
        public void on(Drawing drawing) {
            drawing.head(this);
        }
    }

    /** A sentence that leads what follows. */
    public record Heading(String words) implements Block {
        @Override
        public void on(Drawing drawing) {
            drawing.heading(words);
        }
    }

    public record Sentence(String words) implements Block {
        @Override
        public void on(Drawing drawing) {
            drawing.sentence(words);
        }
    }

    /** A line under a heading. */
    public record Detail(String words) implements Block {
        @Override
        public void on(Drawing drawing) {
            drawing.detail(words);
        }
    }

    /** A word of what it is about, and the text beside it. */
    public record Entry(String label, String words) implements Block {
        @Override
        public void on(Drawing drawing) {
            drawing.entry(label, words);
        }
    }

    /** Cells in columns, under a header; of names that may be shortened, and of numbers that may not. */
    public record Table(List<Column> columns, List<Row> rows) implements Block {
        /** What a column holds: names begin at its left edge, numbers end at its right. */
        public enum Kind {
            NAME,
            NUMBER
        }

        public record Column(Kind kind, String header) {}

        /** @param marked whether it stands out */
        public record Row(boolean marked, List<String> cells) {}

        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            for (Row row : rows) {
                if (row.cells().size() != columns.size()) {
                    throw new IllegalArgumentException(
                            row.cells().size() + " cells for " + columns.size() + " columns");
                }
            }
        }

        static Column name(String header) {
            return new Column(Kind.NAME, header);
        }

        static Column number(String header) {
            return new Column(Kind.NUMBER, header);
        }

        @Override
        public void on(Drawing drawing) {
            drawing.table(this);
        }
    }

    /** How each of several runs ended, a line each. */
    public record Overview(List<Line> lines) implements Block {
        public record Line(Tone tone, String word, String name, String place) {}

        public Overview {
            lines = List.copyOf(lines);
        }

        @Override
        public void on(Drawing drawing) {
            drawing.overview(this);
        }
    }

    /** What belongs together ends here. */
    public record Gap() implements Block {
        @Override
        public void on(Drawing drawing) {
            drawing.gap();
        }
    }

    /** How good the news is. */
    public enum Tone {
        GOOD,
        BAD,
        UNSURE
    }

    public Document {
        blocks = List.copyOf(blocks);
    }

    /** Has all of it drawn. */
    public void on(Drawing drawing) {
        blocks.forEach(block -> block.on(drawing));
    }

    /** A document, written by whoever has something to say. */
    public static Document of(Consumer<Draft> writing) {
        Draft draft = new Draft();
        writing.accept(draft);
        return new Document(draft.blocks);
    }

    /** A document under way. */
    public static final class Draft {
        private final List<Block> blocks = new ArrayList<>();

        private Draft() {}

        void head(Tone tone, String word, String rest) {
            blocks.add(new Head(tone, word, rest));
        }

        void heading(String words) {
            blocks.add(new Heading(words));
        }

        void sentence(String words) {
            blocks.add(new Sentence(words));
        }

        void detail(String words) {
            blocks.add(new Detail(words));
        }

        void entry(String label, String words) {
            blocks.add(new Entry(label, words));
        }

        void overview(List<Overview.Line> lines) {
            blocks.add(new Overview(lines));
        }

        void table(Table table) {
            blocks.add(table);
        }

        void gap() {
            blocks.add(new Gap());
        }
    }
}
