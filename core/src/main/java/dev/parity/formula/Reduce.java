package dev.parity.formula;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is left of some axes: a sum over them, a mean, the largest; of all their places, or of a part. */
public record Reduce(Kind kind, List<Axis> over, Part part, Node body) implements Node {
    private static final Set<String> KERNEL = Set.of("a", "b", "f");

    /** What becomes of the terms. */
    public enum Kind {
        SUM("sum"),
        MEAN("mean"),
        UNBIASED("1/(n-1) sum"),
        MAX("max"),
        MIN("min"),
        /** The last term that is not 0, which is what is left where each one overwrites those before. */
        LAST("last"),
        FIRST("first"),
        /** The mean of the terms that are not 0. */
        MEAN_OF_HITS("mean of the hits");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Whether it is a sum but for a divisor. */
        public boolean linear() {
            return this == SUM || this == MEAN || this == UNBIASED;
        }
    }

    /** Which places of one of the axes are in it. */
    public record Part(Which which, String axis) {
        public static final Part ALL = new Part(Which.ALL, "");

        /** The parts that people leave out or in. */
        public enum Which {
            ALL(""),
            LAST("only the last"),
            FIRST("only the first"),
            BUT_LAST("all but the last"),
            BUT_FIRST("all but the first"),
            EVEN("every second"),
            ODD("every second, from the second on"),
            FOURS("all but what is left over of fours"),
            EIGHTS("all but what is left over of eights"),
            SIXTEENS("all but what is left over of sixteens"),
            TWO_AND_THIRTIES("all but what is left over of thirty-twos");

            final String text;

            Which(String text) {
                this.text = text;
            }

            boolean has(int i, int n) {
                return switch (this) {
                    case ALL -> true;
                    case LAST -> i == n - 1;
                    case FIRST -> i == 0;
                    case BUT_LAST -> i < n - 1;
                    case BUT_FIRST -> i > 0;
                    case EVEN -> i % 2 == 0;
                    case ODD -> i % 2 == 1;
                    case FOURS -> i < n - n % 4;
                    case EIGHTS -> i < n - n % 8;
                    case SIXTEENS -> i < n - n % 16;
                    case TWO_AND_THIRTIES -> i < n - n % 32;
                };
            }
        }
    }

    public Reduce {
        over = List.copyOf(over);
    }

    @Override
    public Values at(Evaluation e) {
        boolean product = kind.linear() && body instanceof Times;
        List<Values> factors =
                (product ? body.parts() : List.of(body)).stream().map(e::of).toList();
        List<Axis> reduced = over;
        List<Axis> left = new ArrayList<>(Values.union(factors));
        left.removeIf(a -> reduced.stream().anyMatch(r -> r.name().equals(a.name())));
        List<Axis> all = new ArrayList<>(left);
        all.addAll(reduced);
        Values y = Values.room(left);
        int terms = Values.count(reduced);
        int chosen = reduced.stream().map(Axis::name).toList().indexOf(part.axis());
        Rounds walk = new Rounds(all, factors.toArray(Values[]::new));
        Terms sum = new Terms(kind);
        for (int i = 0; i < y.size(); i++) {
            sum.clear();
            for (int j = 0; j < terms; j++, walk.next()) {
                if (chosen < 0
                        || part.which()
                                .has(
                                        walk.index(left.size() + chosen),
                                        reduced.get(chosen).size())) {
                    double v = 1;
                    double m = 1;
                    for (int k = 0; k < factors.size(); k++) {
                        Values f = factors.get(k);
                        int at = walk.at[k];
                        m = k == 0 ? f.m[at] : Values.product(v, m, f.v[at], f.m[at]);
                        v *= f.v[at];
                    }
                    sum.add(v, m);
                }
            }
            y.v[i] = sum.value(terms);
            y.m[i] = sum.magnitude(terms);
        }
        return y;
    }

    @Override
    public List<Node> parts() {
        return List.of(body);
    }

    @Override
    public Node with(List<Node> parts) {
        return new Reduce(kind, over, part, parts.get(0));
    }

    @Override
    public List<Axis> axes() {
        return body.axes().stream().filter(a -> !over.contains(a)).toList();
    }

    @Override
    public Set<String> whole() {
        Set<String> all = new LinkedHashSet<>(body.whole());
        over.forEach(axis -> all.add(axis.name()));
        return all;
    }

    @Override
    public int binds() {
        return 2;
    }

    @Override
    public String text() {
        String places = part.which() == Part.Which.ALL ? "" : ": " + part.which().text + " " + part.axis();
        return kind.text
                + "_"
                + over.stream().map(Axis::name).collect(Collectors.joining(","))
                + places
                + " "
                + body.within(2);
    }

    /** The same with others of these. */
    public Reduce over(Kind kind, List<Axis> over) {
        return new Reduce(kind, over, part, body);
    }

    private String words(List<Axis> axes) {
        return "the " + axes.stream().map(Axis::word).collect(Collectors.joining(" and "));
    }

    @Override
    public List<Slip> slips(Ground ground) {
        List<Slip> all = new ArrayList<>();
        String name = kind == Kind.MAX ? "maximum" : kind == Kind.SUM ? "sum" : "mean";
        all.add(new Slip("the " + name + " over " + words(over) + " is missing", body, 1));
        switch (kind) {
            case SUM -> {
                all.add(kind(Kind.MEAN, "it is the mean over " + words(over) + ", not the sum", 1));
                all.add(kind(
                        Kind.LAST, "what is added up over " + words(over) + " is overwritten: the last is left", 3));
                all.add(kind(Kind.FIRST, "what is added up over " + words(over) + " is kept from the first only", 3));
                all.add(kind(Kind.MEAN_OF_HITS, "what meets in one place is averaged, not added up", 3));
                overwritten(all);
                all.add(kind(Kind.MAX, "it is the largest over " + words(over) + ", not the sum", 3));
            }
            case MEAN, UNBIASED -> {
                all.add(kind(Kind.SUM, "it is the sum over " + words(over) + ", not the mean", 1));
                all.add(kind(
                        kind == Kind.MEAN ? Kind.UNBIASED : Kind.MEAN,
                        "the mean over " + words(over) + " is divided by "
                                + (kind == Kind.MEAN ? "one less than their number" : "their number"),
                        1));
            }
            default -> all.add(kind(Kind.MIN, "it is the smallest over " + words(over) + ", not the largest", 2));
        }
        otherAxes(ground, all);
        for (Axis axis : over) {
            for (Part.Which which : Part.Which.values()) {
                if (which != Part.Which.ALL) {
                    all.add(new Slip(
                            which.text + " of the " + axis.word() + " is in the " + name,
                            new Reduce(kind, over, new Part(which, axis.name()), body),
                            which.ordinal() < 3 ? 2 : which.ordinal() < 5 ? 2 : 3));
                }
            }
        }
        return all;
    }

    /** What patches hand back to one place is overwritten, where it should be added up; within a patch it is summed. */
    private void overwritten(List<Slip> all) {
        List<Axis> kernel = over.stream().filter(a -> KERNEL.contains(a.name())).toList();
        List<Axis> rest = over.stream().filter(a -> !kernel.contains(a)).toList();
        if (!kernel.isEmpty() && !rest.isEmpty()) {
            Node patch = new Reduce(Kind.SUM, rest, part, body);
            for (Kind left : List.of(Kind.FIRST, Kind.LAST)) {
                all.add(new Slip(
                        "where patches overlap, they overwrite each other: the " + left.text + " over " + words(kernel)
                                + " is left",
                        new Reduce(left, kernel, part, patch),
                        3));
            }
        }
    }

    private Slip kind(Kind other, String words, int cost) {
        return new Slip(words, over(other, over), cost);
    }

    private void otherAxes(Ground ground, List<Slip> all) {
        List<Axis> free = body.axes();
        for (Axis axis : free) {
            List<Axis> other = new ArrayList<>(over);
            if (!other.remove(axis)) {
                other.add(axis);
            }
            if (!other.isEmpty()) {
                all.add(axes(other, 2));
            }
            if (!over.equals(List.of(axis)) && other.size() != 1) {
                all.add(axes(List.of(axis), 2));
            }
        }
        if (free.size() > 2 && !free.equals(over)) {
            all.add(axes(free, 2));
        }
    }

    private Slip axes(List<Axis> other, int cost) {
        return new Slip("it runs over " + words(other) + ", not over " + words(over), over(kind, other), cost);
    }

    /** Adds up the terms of one place. */
    private static final class Terms {
        private final Kind kind;
        private double v;
        private double m;
        private int hits;

        Terms(Kind kind) {
            this.kind = kind;
        }

        void clear() {
            hits = 0;
            m = 0;
            v = kind == Kind.MAX ? Double.NEGATIVE_INFINITY : kind == Kind.MIN ? Double.POSITIVE_INFINITY : 0;
        }

        void add(double term, double size) {
            switch (kind) {
                case SUM, MEAN, UNBIASED, MEAN_OF_HITS -> {
                    v += term;
                    m += size;
                    hits += term != 0 ? 1 : 0;
                }
                case MAX, MIN -> {
                    if (kind == Kind.MAX ? term > v : term < v) {
                        v = term;
                        m = size;
                    }
                }
                case FIRST, LAST -> {
                    if (term != 0 && (kind == Kind.LAST || hits == 0)) {
                        v = term;
                        m = size;
                        hits++;
                    }
                }
            }
        }

        private double divisor(int terms) {
            return switch (kind) {
                case MEAN -> terms;
                case UNBIASED -> terms - 1;
                case MEAN_OF_HITS -> Math.max(hits, 1);
                default -> 1;
            };
        }

        double value(int terms) {
            return v / divisor(terms);
        }

        double magnitude(int terms) {
            return m / divisor(terms);
        }
    }
}
