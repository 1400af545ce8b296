package dev.parity.formula;

import java.util.ArrayList;
import java.util.List;

/** The orders in which arrays are read and written by mistake. */
public final class Orders {
    private Orders() {}

    /** An order with the way in which people call it. */
    private record Way(List<Axis> over, String before, String after, java.util.function.UnaryOperator<int[]> way)
            implements Ordered.Order {
        @Override
        public int[] from(int[] places) {
            return way.apply(places);
        }

        @Override
        public String text(String of) {
            return before + of + after;
        }
    }

    /** The same under another name of an axis. */
    public static Node renamed(Node of, Axis from, Axis to) {
        return new Ordered(of, new Renamed(from, to));
    }

    private record Renamed(Axis from, Axis to) implements Ordered.Order {
        @Override
        public List<Axis> over() {
            return List.of(from);
        }

        @Override
        public List<Axis> gives() {
            return List.of(to);
        }

        @Override
        public int[] from(int[] places) {
            return places;
        }

        @Override
        public String text(String of) {
            return of;
        }
    }

    /** Everything that may befall an array with these axes: each with its words. */
    public static List<Slip> of(Node node) {
        List<Slip> all = new ArrayList<>();
        String what = node.text();
        List<Axis> axes = node.axes();
        for (int i = 0; i < axes.size(); i++) {
            Axis a = axes.get(i);
            for (int j = i + 1; j < axes.size(); j++) {
                Axis b = axes.get(j);
                if (a.size() == b.size() && a.size() > 1) {
                    all.add(slip(what + " is transposed (" + a.word() + " for " + b.word() + ")", node, swap(a, b), 2));
                }
                if (a.size() > 1 && b.size() > 1) {
                    all.add(slip(
                            what + " is read in the other order (" + b.word() + " first, then " + a.word() + ")",
                            node,
                            reread(a, b),
                            3));
                    all.add(slip(
                            what + " is written in the other order (" + b.word() + " first, then " + a.word() + ")",
                            node,
                            rewritten(a, b),
                            3));
                }
            }
            if (a.size() > 1) {
                all.add(slip(what + " runs backwards along the " + a.word(), node, flip(a), 3));
                all.add(slip(what + " is shifted by one along the " + a.word(), node, roll(a, 1), 3));
                all.add(slip(what + " is shifted by one back along the " + a.word(), node, roll(a, -1), 3));
            }
            if (a.size() >= 2 && a.size() <= 4) {
                permutations(a.size())
                        .forEach(p -> all.add(slip(
                                "the " + a.word() + " of " + what + " stand in the order " + p,
                                node,
                                permuted(a, p),
                                4)));
            }
        }
        if (axes.size() > 2) {
            turned(node, axes, all);
        }
        return all;
    }

    /** The buffer read as if its dimensions were in another order: of three or more, all orders of the last four. */
    private static void turned(Node node, List<Axis> axes, List<Slip> all) {
        List<Axis> last = axes.subList(Math.max(0, axes.size() - 4), axes.size());
        for (List<Integer> p : permutations(last.size())) {
            List<Axis> stored = p.stream().map(last::get).toList();
            String order = String.join(", ", stored.stream().map(Axis::word).toList());
            all.add(slip(
                    node.text() + " is read as if it were stored as (" + order + ")", node, stored(last, stored), 4));
        }
        for (int i = 0; i + 1 < axes.size(); i++) {
            Axis a = axes.get(i);
            Axis b = axes.get(i + 1);
            if (a.size() > 1 && b.size() > 1) {
                all.add(slip(
                        node.text() + " runs backwards along the " + a.word() + " and the " + b.word(),
                        node,
                        new Way(List.of(a, b), "", " backwards along " + a.name() + "," + b.name(), at ->
                                new int[] {a.size() - 1 - at[0], b.size() - 1 - at[1]}),
                        3));
            }
        }
    }

    private static Slip slip(String words, Node node, Ordered.Order order, int cost) {
        return new Slip(words, new Ordered(node, order), cost);
    }

    static Ordered.Order swap(Axis a, Axis b) {
        return new Way(List.of(a, b), "", "^T", at -> new int[] {at[1], at[0]});
    }

    /** What stands row by row as (a, b) is taken for (b, a). */
    private static Ordered.Order reread(Axis a, Axis b) {
        return new Way(List.of(a, b), "", " read as (" + b.name() + "," + a.name() + ")", at -> {
            int flat = at[1] * a.size() + at[0];
            return new int[] {flat / b.size(), flat % b.size()};
        });
    }

    private static Ordered.Order rewritten(Axis a, Axis b) {
        return new Way(List.of(a, b), "", " written as (" + b.name() + "," + a.name() + ")", at -> {
            int flat = at[0] * b.size() + at[1];
            return new int[] {flat % a.size(), flat / a.size()};
        });
    }

    private static Ordered.Order flip(Axis a) {
        return new Way(List.of(a), "", " backwards along " + a.name(), at -> new int[] {a.size() - 1 - at[0]});
    }

    private static Ordered.Order roll(Axis a, int by) {
        return new Way(
                List.of(a), "", " shifted along " + a.name(), at -> new int[] {Math.floorMod(at[0] - by, a.size())});
    }

    private static Ordered.Order permuted(Axis a, List<Integer> order) {
        return new Way(List.of(a), "", " with the " + a.word() + " as " + order, at -> new int[] {order.get(at[0])});
    }

    private static Ordered.Order stored(List<Axis> axes, List<Axis> stored) {
        String names = String.join(",", stored.stream().map(Axis::name).toList());
        return new Way(axes, "", " read as (" + names + ")", at -> {
            int flat = 0;
            for (Axis axis : stored) {
                flat = flat * axis.size() + at[axes.indexOf(axis)];
            }
            int[] from = new int[at.length];
            for (int d = at.length - 1; d >= 0; d--) {
                from[d] = flat % axes.get(d).size();
                flat /= axes.get(d).size();
            }
            return from;
        });
    }

    /** All orders of so many but the usual one. */
    static List<List<Integer>> permutations(int n) {
        List<List<Integer>> all = new ArrayList<>();
        permute(new ArrayList<>(), n, all);
        all.remove(0);
        return all;
    }

    private static void permute(List<Integer> begun, int n, List<List<Integer>> all) {
        if (begun.size() == n) {
            all.add(List.copyOf(begun));
        }
        for (int i = 0; i < n; i++) {
            if (!begun.contains(i)) {
                begun.add(i);
                permute(begun, n, all);
                begun.remove(begun.size() - 1);
            }
        }
    }
}
