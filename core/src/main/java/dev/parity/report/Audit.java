package dev.parity.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the audit found.
 *
 * @param origins where errors are made; empty where nothing was audited, or nothing failed
 * @param findings why
 * @param remarks what it noticed beside that
 * @param coverage how much was judged
 */
public record Audit(List<Origin> origins, List<Finding> findings, List<Remark> remarks, Audited coverage) {
    /** Of a run that was not audited. */
    public static final Audit NONE = new Audit(List.of(), List.of(), List.of(), Audited.NOTHING);

    public Audit {
        origins = List.copyOf(origins);
        findings = List.copyOf(findings);
        remarks = List.copyOf(remarks);
    }

    /** The same with more to say. */
    public Audit with(List<Remark> more) {
        return new Audit(
                origins,
                findings,
                Stream.concat(remarks.stream(), more.stream()).toList(),
                coverage);
    }
}
