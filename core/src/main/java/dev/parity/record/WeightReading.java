package dev.parity.record;

import dev.parity.report.Remark;
import dev.parity.spec.Weight;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Grain;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** How one parameter or buffer is recorded, with its gradient and its states. */
final class WeightReading {
    /** An arrangement in which a weight is so much nearer to what it should be than in the usual one is its own. */
    private static final double NEARER = 0.1;

    /** How nearly a weight's move is PyTorch's where the gradient that moved it is known by that. */
    private static final double MOVED = 0.01;

    private final Weight weight;
    private final AxisOrder axes;
    private final Tensor drawn;
    private final Grain grain;
    private final Arrangement plain;
    private final List<Arrangement> all;
    /** Those that the start leaves open: a constant is the same in each. */
    private List<Arrangement> possible;

    private Optional<Arrangement> own = Optional.empty();
    /** The shape under which it was recorded so. */
    private Optional<Shape> shape = Optional.empty();

    private Optional<Arrangement> begun = Optional.empty();
    private final Map<Site, Arrangement> settled = new HashMap<>();
    private final Map<Site, Remark> notes = new HashMap<>();
    /** Whether the weight was recorded after a step. */
    private boolean stepped;

    private Optional<String> said = Optional.empty();
    private Optional<Doubt> doubt = Optional.empty();

    /** A gradient that is PyTorch's in an arrangement that nothing bears out. */
    private record Doubt(Site site, Tensor record, Arrangement like, boolean told) {}

    /** @param drawn what it is before the first step */
    WeightReading(Weight weight, AxisOrder axes, Tensor drawn, Grain grain) {
        this.grain = grain;
        this.weight = weight;
        this.axes = axes;
        this.drawn = drawn;
        this.plain = Arrangement.plain(weight.shape());
        this.all = Arrangement.all(weight.shape(), axes.gates().size());
        this.possible = all;
    }

    Shape shape() {
        return weight.shape();
    }

    boolean owns(Site site) {
        return site.layer().equals(weight.layer())
                && (site.array().equals(weight.local()) || site.array().startsWith(weight.local() + "."));
    }

    /** Takes what was recorded of it before the first step, which is the same bit for bit. */
    void begin(Site site, Tensor record) {
        if (!site.array().equals(weight.local()) || record.size() != drawn.size()) {
            return;
        }
        List<Arrangement> same =
                all.stream().filter(a -> Likeness.same(record, a, drawn, grain)).toList();
        List<Arrangement> fitting = same.stream()
                .filter(a -> a.fits(weight.shape(), record.shape()))
                .toList();
        if (!same.isEmpty()) {
            possible = fitting.isEmpty() ? same : fitting;
            if (possible.size() == 1) {
                own(possible.get(0), record);
            }
        }
        Arrangement of = possible.size() < all.size() ? possible.get(0) : usual(record);
        begun = Optional.of(of);
        say(site, record, of);
    }

    /** Settles what a step has of it that no step before had. */
    void step(Trace record, Trace other) {
        sites(record)
                .filter(s -> s.phase() == (weight.trained() ? Phase.UPDATE : Phase.STATE)
                        && s.array().equals(weight.local()))
                .forEach(s -> {
                    Tensor array = record.get(s).orElseThrow();
                    Arrangement of = own.filter(a -> open(array))
                            .orElseGet(() -> nearest(array, other.get(s).orElse(drawn)));
                    own(of, array);
                    settle(s, array, of);
                });
        stepped |= record.sites().stream().anyMatch(s -> s.at(0).equals(updated()));
        boolean moves = moves(record, other);
        sites(record).filter(s -> s.phase() == Phase.GRADIENT).forEach(s -> {
            Tensor array = record.get(s).orElseThrow();
            settle(s, array, ofGradient(s, array, other.get(s), moves));
        });
        sites(record).filter(s -> s.phase() == Phase.STATE).forEach(s -> {
            Tensor array = record.get(s).orElseThrow();
            settle(s, array, ofState(array, other.get(s)));
        });
    }

    private Stream<Site> sites(Trace record) {
        return record.sites().stream()
                .filter(this::owns)
                .filter(s -> !settled.containsKey(s.at(0)))
                .filter(s ->
                        record.get(s).orElseThrow().size() == weight.shape().size())
                .toList()
                .stream();
    }

    private void own(Arrangement arrangement, Tensor record) {
        own = Optional.of(arrangement);
        shape = Optional.of(record.shape());
    }

    /** Whether a record may be arranged as the weight is, or as PyTorch has it where that is not known. */
    private boolean open(Tensor record) {
        return shape.equals(Optional.of(record.shape())) || fitting(record).contains(own.orElse(plain));
    }

    private List<Arrangement> fitting(Tensor record) {
        return possible.stream()
                .filter(a -> a.fits(weight.shape(), record.shape()))
                .toList();
    }

    /** Its own, or else the first that fits. */
    private Arrangement usual(Tensor record) {
        List<Arrangement> fitting = fitting(record);
        return own.filter(a -> open(record))
                .or(() -> fitting.stream().findFirst())
                .orElse(plain);
    }

    private Arrangement nearest(Tensor record, Tensor expected) {
        Arrangement usual = usual(record);
        double off = Likeness.off(record, usual, expected);
        Arrangement best = possible.stream()
                .min(Comparator.comparingDouble(a -> Likeness.off(record, a, expected)))
                .orElse(usual);
        double least = Likeness.off(record, best, expected);
        return least < NEARER && least < NEARER * off ? best : usual;
    }

    private Arrangement ofGradient(Site site, Tensor record, Optional<Tensor> expected, boolean moves) {
        Arrangement usual = usual(record);
        if (expected.isEmpty() || Likeness.near(record, usual, expected.get())) {
            return usual;
        }
        Optional<Arrangement> like = like(record, expected.get());
        if (like.isPresent() && open(record) && !moves) {
            doubt = Optional.of(new Doubt(site, record, like.get(), stepped));
            return usual;
        }
        return like.orElse(usual);
    }

    private Optional<Arrangement> like(Tensor record, Tensor expected) {
        return Stream.concat(fitting(record).stream(), all.stream())
                .filter(a -> Likeness.near(record, a, expected))
                .findFirst();
    }

    private Arrangement ofState(Tensor record, Optional<Tensor> expected) {
        List<Arrangement> fitting = fitting(record);
        List<Arrangement> likely = new ArrayList<>();
        own.ifPresent(likely::add);
        settled.forEach((site, of) -> {
            if (site.phase() == Phase.GRADIENT) {
                likely.add(of);
            }
        });
        likely.retainAll(fitting);
        return likely.stream()
                .filter(a -> expected.filter(e -> Likeness.near(record, a, e)).isPresent())
                .findFirst()
                .or(() -> likely.stream().findFirst())
                .orElseGet(() -> usual(record));
    }

    /** Whether the weight moves in the first step as PyTorch's does, so that its gradient is PyTorch's too, however it was recorded. */
    private boolean moves(Trace record, Trace other) {
        Site site = updated().at(1);
        Optional<Tensor> right = other.get(site);
        Optional<Tensor> after = record.get(site).filter(a -> a.size() == drawn.size());
        if (own.isEmpty() || right.isEmpty() || after.isEmpty()) {
            return false;
        }
        Tensor mine = own.get().read(after.get(), weight.shape());
        double off = 0;
        double move = 0;
        for (int i = 0; i < drawn.size(); i++) {
            off += Math.pow(mine.get(i) - right.get().get(i), 2);
            move += Math.pow(right.get().get(i) - drawn.get(i), 2);
        }
        return move > 0 && off <= MOVED * MOVED * move;
    }

    private Site updated() {
        return new Site(0, Phase.UPDATE, weight.layer(), weight.local());
    }

    private void settle(Site site, Tensor record, Arrangement arrangement) {
        settled.put(site.at(0), arrangement);
        say(site, record, arrangement);
    }

    private void say(Site site, Tensor record, Arrangement arrangement) {
        if (arrangement.isPlain() && record.shape().equals(weight.shape())) {
            return;
        }
        String words = axes.words(arrangement, weight.shape(), record.shape());
        if (!said.equals(Optional.of(words))) { // once a parameter
            said = Optional.of(words);
            notes.put(site, new Remark(Remark.Kind.LAYOUT, site, words));
        }
    }

    /** Whether its gradient alone says by its shape how the program has its weights: the axes, where they are not PyTorch's. */
    Optional<Arrangement> forced() {
        return own.isPresent()
                ? Optional.empty()
                : settled.entrySet().stream()
                        .filter(e -> e.getKey().phase() == Phase.GRADIENT)
                        .map(Map.Entry::getValue)
                        .filter(a -> weight.shape().rank() > 1 && decided())
                        .findFirst();
    }

    /** Whether no two axes are alike. */
    private boolean decided() {
        return weight.shape().size() > 1
                && all.stream()
                        .filter(a -> a.gates().isEmpty())
                        .allMatch(a -> a.isPlain() || !a.fits(weight.shape(), weight.shape()));
    }

    /** Where nothing of it settles the matter: as the others of its kind, if they are all alike. */
    void follow(List<Arrangement> others) {
        doubt.filter(d -> own.isEmpty()
                        && !others.isEmpty()
                        && others.stream().allMatch(o -> o.axes().equals(d.like.axes())))
                .ifPresent(d -> {
                    doubt = Optional.empty();
                    settle(d.site, d.record, d.like);
                });
    }

    Optional<Tensor> read(Site site, Tensor record) {
        Optional<Arrangement> of = site.step() == 0
                ? begun.or(() -> Optional.of(usual(record)))
                : Optional.ofNullable(settled.get(site.at(0)));
        return of.filter(a -> record.size() == weight.shape().size())
                .map(a ->
                        a.isPlain() && record.shape().equals(weight.shape()) ? record : a.read(record, weight.shape()));
    }

    List<Remark> notes() {
        List<Remark> all = new ArrayList<>(notes.values());
        doubt.ifPresent(d -> all.add(new Remark(Remark.Kind.LAYOUT, d.site, doubted(d))));
        return all;
    }

    private String doubted(Doubt d) {
        UnaryOperator<String> site = step -> step + "/update/" + weight.layer() + "/" + weight.local();
        String turned = weight.shape().rank() == 2 && d.like.gates().isEmpty()
                ? "PyTorch's transposed"
                : "PyTorch's in another order of its axes or gates";
        String bug = "is " + turned + ": either it is computed so, which is a bug, or it alone is recorded so";
        return d.told
                ? bug + ", and then the weight does not move by PyTorch's gradient all the same"
                : bug + "; record " + site.apply("0") + " and " + site.apply("1")
                        + ", which tell the one from the other";
    }
}
