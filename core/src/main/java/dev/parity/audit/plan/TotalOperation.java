package dev.parity.audit.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The loss: Σ scale · value of each term, and l2/2 Σ w² of each weight that is penalised. A term's own value is read where it was recorded
 * apart from the total.
 */
public record TotalOperation(int number, List<Term> terms, List<Penalty> penalties, Reads reads)
        implements StepOperation {
    /**
     * One of several losses.
     *
     * @param loss the operation that makes its value
     */
    record Term(int loss, double scale, Optional<Variable> recorded) {}

    /** @param elements of the weight */
    record Penalty(Variable weight, double l2, int elements) {
        /** Its square rounds, and so does a sum of so many. */
        private String deviation(String value) {
            return "(4. + %s) * u * %s".formatted(Math.sqrt(elements) / 2, value);
        }
    }

    public TotalOperation {
        terms = List.copyOf(terms);
        penalties = List.copyOf(penalties);
    }

    private List<Term> recorded() {
        return terms.stream().filter(t -> t.recorded().isPresent()).toList();
    }

    @Override
    public List<String> arguments() {
        List<String> all = new ArrayList<>();
        recorded().forEach(t -> all.add(t.recorded().orElseThrow().text()));
        penalties.forEach(p ->
                all.add("torch.sum(%1$s * %1$s) * %2$s".formatted(p.weight().text(), p.l2() / 2)));
        return all;
    }

    @Override
    public List<Integer> after() {
        return terms.stream()
                .filter(t -> t.recorded().isEmpty())
                .map(Term::loss)
                .toList();
    }

    private List<String> summands() {
        List<String> all = new ArrayList<>();
        int next = 0;
        for (Term term : terms) {
            String value = term.recorded().isPresent() ? argument(next++) : "E[%d][0]".formatted(term.loss());
            all.add(value + " * " + term.scale());
        }
        for (int i = 0; i < penalties.size(); i++) {
            all.add(argument(next++));
        }
        return all;
    }

    private String argument(int i) {
        return "A[%d][%d]".formatted(number, i);
    }

    @Override
    public String arrays() {
        return "[" + String.join(" + ", summands()) + "]";
    }

    /** That of its parts, and of adding them. */
    @Override
    public String deviations() {
        List<String> all = new ArrayList<>();
        terms.stream()
                .filter(t -> t.recorded().isEmpty())
                .forEach(t -> all.add("S[%d][0] * %s".formatted(t.loss(), t.scale())));
        int first = recorded().size();
        IntStream.range(0, penalties.size())
                .forEach(i -> all.add(penalties.get(i).deviation(argument(first + i))));
        List<String> summands = summands();
        if (summands.size() > 1) {
            summands.forEach(s -> all.add("u * (" + s + ")"));
        }
        return "[self.root([" + String.join(", ", all) + "])]";
    }
}
