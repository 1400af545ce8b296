package dev.parity.formula;

import java.util.ArrayList;
import java.util.List;

/** Terms, each added or taken away. */
public record Add(List<Node> terms, List<Integer> signs) implements Node {
    public Add {
        terms = List.copyOf(terms);
        signs = List.copyOf(signs);
        if (terms.size() != signs.size() || terms.isEmpty()) {
            throw new IllegalArgumentException(terms.size() + " terms and " + signs.size() + " signs");
        }
    }

    static Add of(Node a, Node b, int sign) {
        List<Node> terms = new ArrayList<>();
        List<Integer> signs = new ArrayList<>();
        if (a instanceof Add sum) {
            terms.addAll(sum.terms);
            signs.addAll(sum.signs);
        } else {
            terms.add(a);
            signs.add(1);
        }
        terms.add(b);
        signs.add(sign);
        return new Add(terms, signs);
    }

    @Override
    public Values at(Evaluation e) {
        Values sum = e.of(terms.get(0));
        if (signs.get(0) < 0) {
            sum = Values.scalar(0).plus(sum, -1);
        }
        for (int i = 1; i < terms.size(); i++) {
            sum = sum.plus(e.of(terms.get(i)), signs.get(i));
        }
        return sum;
    }

    @Override
    public List<Node> parts() {
        return terms;
    }

    @Override
    public Node with(List<Node> parts) {
        return new Add(parts, signs);
    }

    @Override
    public List<Axis> axes() {
        return Node.union(terms);
    }

    @Override
    public int binds() {
        return 1;
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < terms.size(); i++) {
            boolean minus = signs.get(i) < 0;
            text.append(i == 0 ? (minus ? "-" : "") : minus ? " - " : " + ");
            text.append(terms.get(i).within(2));
        }
        return text.toString();
    }

    /** Without its i-th term, which may leave nothing. */
    public Node without(int i) {
        List<Node> rest = new ArrayList<>(terms);
        List<Integer> left = new ArrayList<>(signs);
        rest.remove(i);
        left.remove(i);
        if (rest.isEmpty()) {
            return Constant.of(0);
        }
        return rest.size() == 1 && left.get(0) > 0 ? rest.get(0) : new Add(rest, left);
    }

    /** With another sign, or another number in place of it, at its i-th term. */
    private Node changed(int i, Node term, int sign) {
        List<Node> other = new ArrayList<>(terms);
        List<Integer> others = new ArrayList<>(signs);
        other.set(i, term);
        others.set(i, sign);
        return new Add(other, others);
    }

    @Override
    public List<Slip> slips(Ground ground) {
        List<Slip> all = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            Node term = terms.get(i);
            int sign = signs.get(i);
            String words = "the term " + term.text();
            if (terms.size() > 1) {
                all.add(new Slip(words + " is missing", without(i), 1));
            }
            all.add(new Slip(
                    words + (sign > 0 ? " is taken away, not added" : " is added, not taken away"),
                    changed(i, term, -sign),
                    2));
            all.add(new Slip(words + " is in it twice", changed(i, term.times(2), sign), 2));
            all.add(new Slip(words + " is in it by half", changed(i, term.times(0.5), sign), 3));
            if (!(term instanceof Constant)) {
                all.add(new Slip(
                        "1 stands where the term " + term.text() + " belongs", changed(i, Constant.of(1), sign), 3));
            }
        }
        return all;
    }
}
