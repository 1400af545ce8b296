package dev.parity.audit.rule;

import dev.parity.audit.judge.Auditor;
import dev.parity.nn.optim.SGD;
import dev.parity.spec.Experiment;
import dev.parity.spec.Training;
import dev.parity.spec.Weight;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Phase;
import dev.parity.trace.Site;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Nesterov's momentum in its first form: the weights p are moved ahead by μ v, the gradient is taken there, v becomes μ v - lr g, and p
 * becomes p + v. PyTorch's parameters are those moved ahead, w, which follow from what such a program records:
 * <pre>
 *   w = p + μ (p - p of the step before)
 * </pre>
 * If these are right in a step, and what follows from them in the next, the program is right and records its weights otherwise.
 *
 * @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever and others, On the importance of initialization and momentum</a>
 */
final class LookAhead {
    private LookAhead() {}

    /** The records with the weights moved ahead: where all that fail otherwise are right so in step 1, and then in every step. */
    static Optional<Records> of(Experiment experiment, Auditor auditor, Ledger ledger, Records now, int step) {
        Map<Site, Tensor> ahead = new LinkedHashMap<>();
        boolean fails = false;
        for (Map.Entry<String, double[]> rate : auditor.rates().entrySet()) {
            Weight weight = experiment.weight(rate.getKey());
            Site site = new Site(step, Phase.UPDATE, weight.layer(), weight.local());
            if (!nesterov(experiment, weight.name()) || !now.has(site)) {
                continue;
            }
            Tensor p = now.array(site);
            Tensor before = ledger.weight(weight.name()).orElseGet(() -> auditor.before(weight.name()));
            double momentum = rate.getValue()[1];
            if (before.size() == p.size()) {
                ahead.put(
                        site, Tensor.fill(p.dtype(), p.shape(), i -> p.get(i) + momentum * (p.get(i) - before.get(i))));
                fails |= now.fails(site);
            }
            ledger.weight(weight.name(), p);
        }
        if (ahead.isEmpty() || !ledger.ahead() && (!fails || step > 1)) {
            return Optional.empty();
        }
        Records then = now.with(ahead);
        boolean right = ledger.ahead() || ahead.keySet().stream().allMatch(then::passes);
        return right ? Optional.of(then) : Optional.empty();
    }

    private static boolean nesterov(Experiment experiment, String weight) {
        return experiment
                .training()
                .map(Training::optimizers)
                .map(all -> all.get(weight))
                .filter(o -> o instanceof SGD sgd && sgd.nesterov())
                .isPresent();
    }
}
