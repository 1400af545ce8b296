package dev.parity.score;

import dev.parity.nn.layer.BatchNorm;
import dev.parity.nn.layer.GroupNorm;
import dev.parity.nn.layer.InstanceNorm2d;
import dev.parity.nn.layer.LayerNorm;
import dev.parity.nn.layer.RMSNorm;

/** Norms over {@code e}, whose last dimension is what is normalised; folded into x a + b, or with sums from one element to the next. */
final class SecondNorms {
    private SecondNorms() {}

    static String of(LayerNorm layer, Second second) {
        String weight = layer.elementwise_affine() ? "torch.reshape(weight, [-1])" : "";
        String bias = layer.elementwise_affine() && layer.bias() ? "torch.reshape(bias, [-1])" : "";
        return "e = torch.flatten(x, %d, -1)\n"
                        .formatted(-layer.normalized_shape().size())
                + statistics(second)
                + applied(weight, bias, layer.eps(), second)
                + "y = torch.reshape(y, x.size())\n";
    }

    static String of(RMSNorm layer, Second second) {
        if (layer.eps().isEmpty()) {
            return layer.torch();
        }
        return "e = torch.flatten(x, %d, -1)\nf = e * e\n"
                        .formatted(-layer.normalized_shape().size())
                + sum("mean", "f", second)
                + "y = e / torch.sqrt(mean + %s)%s\n"
                        .formatted(
                                layer.eps().getAsDouble(),
                                layer.elementwise_affine() ? " * torch.reshape(weight, [-1])" : "")
                + "y = torch.reshape(y, x.size())\n";
    }

    static String of(GroupNorm layer, Second second) {
        int groups = layer.num_groups();
        int per = layer.num_channels() / groups;
        String shape =
                "torch.reshape(%%s, [1, %d, %d, 1]).expand([1, %d, %d, x.numel() // (x.size(0) * %d)]).reshape([1, %d, -1])"
                        .formatted(groups, per, groups, per, layer.num_channels(), groups);
        return "e = torch.reshape(x, [x.size(0), %d, -1])\n".formatted(groups)
                + statistics(second)
                + applied(
                        layer.affine() ? shape.formatted("weight") : "",
                        layer.affine() ? shape.formatted("bias") : "",
                        layer.eps(),
                        second)
                + "y = torch.reshape(y, x.size())\n";
    }

    static String of(InstanceNorm2d layer, Second second) {
        if (layer.track_running_stats()) {
            return layer.torch();
        }
        String shape = "torch.reshape(%s, [-1, 1])";
        return "e = torch.flatten(x, -2, -1)\n"
                + statistics(second)
                + applied(
                        layer.affine() ? shape.formatted("weight") : "",
                        layer.affine() ? shape.formatted("bias") : "",
                        layer.eps(),
                        second)
                + "y = torch.reshape(y, x.size())\n";
    }

    static String of(BatchNorm layer, Second second) {
        String shape = "torch.reshape(%s, [-1, 1])";
        StringBuilder code = new StringBuilder("""
                t = torch.transpose(x, 0, 1)
                e = torch.reshape(t, [t.size(0), -1])
                """);
        if (layer.training() || !layer.track_running_stats()) {
            code.append(statistics(second));
        } else {
            code.append("mean = running_mean.unsqueeze(1)\nd = e - mean\nvar = running_var.unsqueeze(1)\n");
        }
        if (layer.training() && layer.track_running_stats()) {
            String factor = layer.momentum().isPresent()
                    ? "" + layer.momentum().getAsDouble()
                    : "1. / float(num_batches_tracked)";
            code.append("""
                    num_batches_tracked.add_(1)
                    f = %s
                    m = float(e.size(1))
                    running_mean.mul_(1. - f).add_(torch.reshape(mean, [-1]).detach() * f)
                    running_var.mul_(1. - f).add_(torch.reshape(var, [-1]).detach() * (f * m / (m - 1.)))
                    """.formatted(factor));
        }
        return code
                + applied(
                        layer.affine() ? shape.formatted("weight") : "",
                        layer.affine() ? shape.formatted("bias") : "",
                        layer.eps(),
                        second)
                + "y = torch.transpose(torch.reshape(y, t.size()), 0, 1)\n";
    }

    private static String statistics(Second second) {
        return sum("mean", "e", second) + "d = e - mean\nd2 = d * d\n" + sum("var", "d2", second);
    }

    /** The mean over the last dimension. */
    private static String sum(String into, String of, Second second) {
        return second == Second.PLAIN
                ? "%1$s = torch.sum(%2$s, [-1], True) / %2$s.size(-1)\n".formatted(into, of)
                : """
                c = (%2$s.size(-1) + 63) // 64
                total = torch.zeros_like(torch.narrow(%2$s, -1, 0, 1))
                for i in range((%2$s.size(-1) + c - 1) // c):
                  total = total + torch.sum(torch.slice(%2$s, -1, i * c, (i + 1) * c), [-1], True)
                %1$s = total / %2$s.size(-1)
                """.formatted(into, of);
    }

    private static String applied(String weight, String bias, double eps, Second second) {
        String r = "r = torch.reciprocal(torch.sqrt(var + %s))\n".formatted(eps);
        if (second == Second.PLAIN) {
            String scale = weight.isEmpty() ? "r" : "r * " + weight;
            String shift = (bias.isEmpty() ? "-" : bias + " - ") + "mean * a";
            return r + "a = " + scale + "\nb = " + shift + "\ny = e * a + b\n";
        }
        return r + "y = d * r" + (weight.isEmpty() ? "" : " * " + weight) + (bias.isEmpty() ? "" : " + " + bias) + "\n";
    }
}
