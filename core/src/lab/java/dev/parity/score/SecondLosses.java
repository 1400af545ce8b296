package dev.parity.score;

import dev.parity.nn.loss.BCEWithLogitsLoss;
import dev.parity.nn.loss.CrossEntropyLoss;
import dev.parity.nn.loss.HuberLoss;
import dev.parity.nn.loss.KLDivLoss;
import dev.parity.nn.loss.L1Loss;
import dev.parity.nn.loss.Loss;
import dev.parity.nn.loss.MSELoss;
import dev.parity.nn.loss.NLLLoss;
import dev.parity.nn.loss.Reduction;
import dev.parity.nn.loss.SmoothL1Loss;

/** Losses composed of primitives, and summed from the last element to the first. */
final class SecondLosses {
    private SecondLosses() {}

    static String of(Loss loss, Second second) {
        if (loss instanceof CrossEntropyLoss c) {
            return crossEntropy(c, second);
        } else if (loss instanceof NLLLoss n) {
            return LABELS.formatted("x", n.ignore_index()) + """
                    value = torch.sum(nll)
                    """ + (n.reduction() == Reduction.mean ? MEAN : "");
        } else if (loss instanceof MSELoss) {
            return "d = x - target\n" + reduced("d * d", loss);
        } else if (loss instanceof L1Loss) {
            return reduced("torch.abs(x - target)", loss);
        } else if (loss instanceof HuberLoss h) {
            return "d = torch.abs(x - target)\n"
                    + reduced("torch.where(d < %1$s, 0.5 * d * d, (d - 0.5 * %1$s) * %1$s)".formatted(h.delta()), loss);
        } else if (loss instanceof SmoothL1Loss s && s.beta() > 0) {
            return "d = torch.abs(x - target)\n"
                    + reduced("torch.where(d < %1$s, d * d / %1$s * 0.5, d - 0.5 * %1$s)".formatted(s.beta()), loss);
        } else if (loss instanceof BCEWithLogitsLoss) {
            return """
                    soft = torch.logaddexp(-x, torch.zeros_like(x))
                    if pos_weight is not None:
                      soft = soft * (1. + (pos_weight - 1.) * target)
                    e = (1. - target) * x + soft
                    if weight is not None:
                      e = e * weight
                    """ + reduced("e", loss);
        } else if (loss instanceof KLDivLoss k) {
            return reduced(
                            k.log_target()
                                    ? "torch.exp(target) * (target - x)"
                                    : "torch.xlogy(target, target) - target * x",
                            loss)
                    + (k.reduction() == Reduction.batchmean ? "\nif x.dim() != 0:\n  value = value / x.size(0)" : "");
        }
        return loss.torch();
    }

    private static String reduced(String terms, Loss loss) {
        String sum = "e = torch.flip(torch.reshape(%s, [-1]), [0])\nvalue = torch.sum(e)".formatted(terms);
        return loss.reduction() == Reduction.mean ? sum + " / x.numel()" : sum;
    }

    /** The weighted terms of labels, of log-probabilities in dimension 1, and the weights. */
    private static final String LABELS = """
            lp = %1$s
            labels = target
            if x.dim() == 1:
              lp = lp.unsqueeze(0)
              labels = labels.unsqueeze(0)
            ok = torch.ne(labels, %2$d)
            safe = torch.where(ok, labels, torch.zeros_like(labels))
            w = torch.ones([lp.size(1)], dtype=x.dtype)
            if weight is not None:
              w = weight
            wt = torch.where(ok, torch.reshape(torch.index_select(w, 0, torch.reshape(safe, [-1])), safe.size()), torch.zeros([], dtype=x.dtype))
            nll = -torch.squeeze(torch.gather(lp, 1, safe.unsqueeze(1)), 1) * wt
            """;

    /** Of no labels at all NaN, and its gradient 0, as PyTorch has it. */
    private static final String MEAN = """
            total = torch.sum(wt)
            value = value / torch.where(total == 0., torch.ones_like(total), total) + torch.zeros_like(total) / total
            """;

    private static String crossEntropy(CrossEntropyLoss loss, Second second) {
        String logs = second == Second.PLAIN ? """
                c = 0 if x.dim() == 1 else 1
                m = torch.amax(x, [c], True).detach()
                logs = x - m - torch.log(torch.sum(torch.exp(x - m), [c], True))
                """ : """
                c = 0 if x.dim() == 1 else 1
                logs = x - torch.logsumexp(x, [c], True)
                """;
        double smooth = loss.label_smoothing();
        boolean mean = loss.reduction() == Reduction.mean;
        String labels = LABELS.formatted("logs", loss.ignore_index())
                + "value = torch.sum(nll)\n"
                + (smooth == 0 ? "" : """
                        k = lp.size(1)
                        each = torch.tensordot(lp, w, [1], [0])
                        value = value * %s - torch.sum(torch.where(ok, each, torch.zeros([], dtype=x.dtype))) * %s / k
                        """.formatted(1 - smooth, smooth))
                + (mean ? MEAN : "");
        String probabilities =
                """
                t = target * %s + %s / x.size(c)
                e = t * logs
                if weight is not None:
                  shape = [1] * x.dim()
                  shape[c] = -1
                  e = e * torch.reshape(weight, shape)
                value = -torch.sum(torch.flip(torch.reshape(e, [-1]), [0]))
                """.formatted(1 - smooth, smooth) + (mean ? "value = value / (x.numel() // x.size(c))\n" : "");
        return logs
                + "value = torch.zeros([], dtype=x.dtype)\nif torch.is_floating_point(target):\n"
                + probabilities.indent(2)
                + "else:\n"
                + labels.indent(2);
    }
}
