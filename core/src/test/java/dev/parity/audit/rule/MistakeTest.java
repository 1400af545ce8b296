package dev.parity.audit.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parity.audit.judge.Judged;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MistakeTest {
    private static final Site Y = new Site(1, Phase.FORWARD, "softmax", "y");
    private static final Site DX = new Site(1, Phase.BACKWARD, "softmax", "dx");
    private static final Site GRADIENT = new Site(1, Phase.GRADIENT, "linear", "weight");
    private static final Site UPDATE = new Site(1, Phase.UPDATE, "linear", "weight");

    @Test
    void aLayersGradientsFollowFromItsWrongOutput() {
        assertEquals(List.of(Y + " [" + DX + "]"), mistakes(failing(Y), failing(DX)));
    }

    @Test
    void withoutAWrongOutputTheyAreErrorsOfTheirOwn() {
        assertEquals(List.of(DX + " []", GRADIENT + " []"), mistakes(failing(DX), failing(GRADIENT)));
        assertEquals(List.of(Y + " []", GRADIENT + " []"), mistakes(failing(Y), failing(GRADIENT)));
    }

    /** The softmax's dx was not recorded: what its wrong output made of that is first seen in the layer before it. */
    @Test
    void whatIsJudgedTogetherWithThemFollowsToo() {
        Site[] behind = {DX.at(0), GRADIENT.at(0)};
        assertEquals(
                List.of(Y + " [" + GRADIENT + ", " + UPDATE + "]"),
                mistakes(failing(Y), failing(GRADIENT, DX.at(0)), failing(UPDATE, behind)));
    }

    /** What was judged together with the layer's output, and not with its gradients, was made before the gradients were. */
    @Test
    void whatIsJudgedTogetherWithAnOutputIsAnErrorOfItsOwn() {
        Site other = new Site(1, Phase.FORWARD, "linear", "y");
        assertEquals(List.of(Y + " []", other + " []"), mistakes(failing(Y), failing(other, Y.at(0))));
    }

    @Test
    void aWeightFollowsFromTheWrongStateOfItsOwn() {
        Site state = new Site(1, Phase.STATE, "linear", "weight.momentum_buffer");
        Site other = new Site(1, Phase.UPDATE, "linear", "bias");
        assertEquals(
                List.of(state + " [" + UPDATE + "]", other + " []"),
                mistakes(failing(state), failing(UPDATE), failing(other)));
    }

    @Test
    void whereEveryWeightMovesWronglyTheOptimizerIsOneMistake() {
        Judged weight = failing(UPDATE);
        Judged bias = failing(new Site(1, Phase.UPDATE, "linear", "bias"));
        Kin kin = new Kin(Set.of(), Set.of("linear.weight", "linear.bias"));
        List<Judged> both = List.of(weight, bias);
        assertEquals(List.of(UPDATE + " [" + bias.site() + "]"), mistakes(kin, both, both));
        assertEquals(List.of(UPDATE + " []"), mistakes(kin, both, List.of(weight)));

        Judged unrecorded = failing(bias.site(), new Site(0, Phase.GRADIENT, "linear", "bias"));
        List<Judged> other = List.of(weight, unrecorded);
        assertEquals(List.of(UPDATE + " []", bias.site() + " []"), mistakes(kin, other, other));
    }

    @Test
    void theGradientsOfALayerWithInnerArraysAreOneMistake() {
        Judged input = failing(new Site(1, Phase.GRADIENT, "rnn", "weight_ih_l0"));
        Judged hidden = failing(new Site(1, Phase.GRADIENT, "rnn", "weight_hh_l0"));
        List<Judged> both = List.of(input, hidden);
        assertEquals(
                List.of(input.site() + " [" + hidden.site() + "]"),
                mistakes(new Kin(Set.of("rnn"), Set.of()), both, both));
        assertEquals(2, mistakes(Kin.NONE, both, both).size());
    }

    private static List<String> mistakes(Judged... failing) {
        return mistakes(Kin.NONE, List.of(failing), List.of(failing));
    }

    private static List<String> mistakes(Kin kin, List<Judged> judged, List<Judged> failing) {
        return Mistake.of(kin, judged, failing).stream()
                .map(m -> m.made().site() + " "
                        + m.follow().stream().map(Judged::site).toList())
                .toList();
    }

    private static Judged failing(Site site, Site... together) {
        return Judged.misshapen(site, Set.of(together), Tensor.of(Shape.of(2), 1., 1.));
    }
}
