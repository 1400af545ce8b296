package dev.parity.score;

import dev.parity.nn.layer.Add;
import dev.parity.nn.layer.BatchNorm;
import dev.parity.nn.layer.Bilinear;
import dev.parity.nn.layer.Convolution;
import dev.parity.nn.layer.Dropout;
import dev.parity.nn.layer.ELU;
import dev.parity.nn.layer.Embedding;
import dev.parity.nn.layer.GELU;
import dev.parity.nn.layer.GLU;
import dev.parity.nn.layer.GroupNorm;
import dev.parity.nn.layer.InstanceNorm2d;
import dev.parity.nn.layer.Layer;
import dev.parity.nn.layer.LayerNorm;
import dev.parity.nn.layer.Linear;
import dev.parity.nn.layer.LogSigmoid;
import dev.parity.nn.layer.LogSoftmax;
import dev.parity.nn.layer.Mean;
import dev.parity.nn.layer.Mish;
import dev.parity.nn.layer.MultiheadAttention;
import dev.parity.nn.layer.Multiply;
import dev.parity.nn.layer.RMSNorm;
import dev.parity.nn.layer.Recurrent;
import dev.parity.nn.layer.SELU;
import dev.parity.nn.layer.SiLU;
import dev.parity.nn.layer.Sigmoid;
import dev.parity.nn.layer.Softmax;
import dev.parity.nn.layer.Softplus;
import dev.parity.nn.layer.Square;
import dev.parity.nn.layer.Sum;
import dev.parity.nn.layer.Tanh;
import dev.parity.nn.layer.TransposedConvolution;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** The layers in other words. What is not here only moves numbers, or has one right formula, or (CELU) rounds an option as only PyTorch does. */
final class SecondLayers {
    private static final Map<Class<?>, BiFunction<Layer, Second, String>> WORDS = new LinkedHashMap<>();

    private SecondLayers() {}

    private static <L extends Layer> void words(Class<L> type, BiFunction<L, Second, String> words) {
        WORDS.put(type, (layer, second) -> words.apply(type.cast(layer), second));
    }

    static {
        words(Linear.class, (l, second) -> linear("y", "x", "weight", l.bias() ? "bias" : "", l.in_features(), second));
        words(Bilinear.class, (l, second) -> bilinear(l));
        words(Convolution.class, SecondConvolutions::of);
        words(TransposedConvolution.class, (l, second) -> SecondConvolutions.of(l));
        words(BatchNorm.class, SecondNorms::of);
        words(GroupNorm.class, SecondNorms::of);
        words(InstanceNorm2d.class, SecondNorms::of);
        words(LayerNorm.class, SecondNorms::of);
        words(RMSNorm.class, SecondNorms::of);
        words(Recurrent.class, SecondSequences::of);
        words(MultiheadAttention.class, SecondSequences::of);
        words(Softmax.class, (l, second) -> softmax("y", "x", l.dim(), second));
        words(LogSoftmax.class, (l, second) -> logSoftmax(l.dim(), second));
        words(Embedding.class, (l, second) -> embedding(l));
        words(Sigmoid.class, (l, second) -> "y = " + sigmoid("x", second));
        words(Tanh.class, (l, second) -> second == Second.OTHER ? "y = 2. * torch.sigmoid(2. * x) - 1." : l.torch());
        words(SiLU.class, (l, second) -> "y = x * " + sigmoid("x", second));
        words(GLU.class, (l, second) -> glu(l, second));
        words(GELU.class, (l, second) -> gelu(l));
        words(Mish.class, (l, second) -> "y = x * torch.tanh(torch.logaddexp(x, torch.zeros_like(x)))");
        words(LogSigmoid.class, (l, second) -> "y = -torch.logaddexp(-x, torch.zeros_like(x))");
        words(Softplus.class, (l, second) -> """
                t = x * %1$s
                y = torch.where(t > %2$s, x, torch.log1p(torch.exp(torch.clamp(t, None, %2$s))) / %1$s)
                """.formatted(l.beta(), l.threshold()));
        words(ELU.class, (l, second) -> elu(l.alpha(), 1));
        words(SELU.class, (l, second) -> elu(1.6732632423543772, 1.0507009873554805));
        words(Square.class, (l, second) -> "y = x * x");
        words(
                Dropout.class,
                (l, second) ->
                        l.keeps().isEmpty() || l.p() == 1 ? l.torch() : "y = x * mask / %s".formatted(1 - l.p()));
        words(Add.class, (l, second) -> backwards("torch.add"));
        words(Multiply.class, (l, second) -> backwards("torch.mul"));
        words(Sum.class, (l, second) -> reduced(l.dim().toString(), l.keepdim(), false));
        words(Mean.class, (l, second) -> reduced(l.dim().toString(), l.keepdim(), true));
    }

    static String of(Layer layer, Second second) {
        return WORDS.entrySet().stream()
                .filter(e -> e.getKey().isInstance(layer))
                .findFirst()
                .map(e -> e.getValue().apply(layer, second))
                .orElseGet(layer::torch);
    }

    /** {@code y = b + x[0] w[0] + x[1] w[1] + ...}, term by term; of many terms, block by block. */
    static String linear(String y, String x, String weight, String bias, int in, Second second) {
        String begin = bias.isEmpty()
                ? "%s = torch.zeros([%s.size(0)], dtype=%s.dtype)\n".formatted(y, weight, x)
                : "%s = %s\n".formatted(y, bias);
        int blocks = Math.min(in, 32);
        if (blocks == in && second == Second.PLAIN) {
            return begin + """
                    for k in range(%5$d):
                      %1$s = %1$s + torch.unsqueeze(torch.select(%2$s, -1, k), -1) * torch.select(%3$s, 1, k)
                    """.formatted(y, x, weight, bias, in);
        }
        int width = (in + blocks - 1) / blocks;
        String k = second == Second.PLAIN ? "k" : "(%d - k)".formatted(blocks - 1);
        return begin + """
                for k in range(%5$d):
                  %1$s = %1$s + torch.matmul(torch.slice(%2$s, -1, %6$s * %7$d, (%6$s + 1) * %7$d), torch.slice(%3$s, 1, %6$s * %7$d, (%6$s + 1) * %7$d).transpose(0, 1))
                """.formatted(y, x, weight, bias, blocks, k, width);
    }

    private static String bilinear(Bilinear layer) {
        return "y = " + (layer.bias() ? "bias" : "torch.zeros([%d], dtype=x.dtype)".formatted(layer.out_features()))
                + """

                for k in range(%d):
                  y = y + torch.unsqueeze(torch.select(x, -1, k), -1) * torch.matmul(xs[1], torch.select(weight, 1, k).transpose(0, 1))
                """.formatted(layer.in1_features());
    }

    static String softmax(String y, String x, int dim, Second second) {
        return second == Second.PLAIN
                ? """
                e = torch.exp(%2$s - torch.amax(%2$s, [%3$d], True).detach())
                %1$s = e / torch.sum(e, [%3$d], True)
                """.formatted(y, x, dim)
                : "%1$s = torch.exp(%2$s - torch.logsumexp(%2$s, [%3$d], True))\n".formatted(y, x, dim);
    }

    private static String logSoftmax(int dim, Second second) {
        return second == Second.PLAIN ? """
                e = x - torch.amax(x, [%1$d], True).detach()
                y = e - torch.log(torch.sum(torch.exp(e), [%1$d], True))
                """.formatted(dim) : "y = x - torch.logsumexp(x, [%d], True)".formatted(dim);
    }

    static String sigmoid(String x, Second second) {
        return second == Second.PLAIN
                ? "torch.sigmoid(%s)".formatted(x)
                : "(0.5 * torch.tanh(0.5 * %s) + 0.5)".formatted(x);
    }

    private static String glu(GLU layer, Second second) {
        return """
                n = x.size(%1$d) // 2
                gate = torch.narrow(x, %1$d, n, n)
                y = torch.narrow(x, %1$d, 0, n) * %2$s
                """.formatted(layer.dim(), sigmoid("gate", second));
    }

    private static String gelu(GELU layer) {
        return layer.approximate() == GELU.Approximate.none
                ? "y = 0.5 * x * (1. + torch.erf(x * 0.7071067811865476))"
                : "y = 0.5 * x * (1. + torch.tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))";
    }

    private static String elu(double alpha, double scale) {
        return "y = %2$s * torch.where(x > 0, x, %1$s * (torch.exp(torch.clamp(x, None, 0.)) - 1.))"
                .formatted(alpha, scale);
    }

    private static String embedding(Embedding layer) {
        if (layer.padding_idx().isPresent() || layer.scale_grad_by_freq()) {
            return layer.torch();
        }
        return """
                y = torch.index_select(weight, 0, torch.reshape(x, [-1]))
                y = torch.reshape(y, x.size() + [%d])
                """.formatted(layer.embedding_dim());
    }

    private static String backwards(String function) {
        return """
                y = xs[len(xs) - 1]
                for i in range(1, len(xs)):
                  y = %s(y, xs[len(xs) - 1 - i])
                """.formatted(function);
    }

    private static String reduced(String dims, boolean keep, boolean mean) {
        String all = dims.equals("[]") ? "torch.reshape(x, [-1])" : "x";
        String over = dims.equals("[]") ? "[0]" : dims;
        boolean kept = keep && !dims.equals("[]");
        String sum = "y = torch.sum(torch.flip(%s, %s), %s, %s)\n".formatted(all, over, over, kept ? "True" : "False");
        return sum
                + (mean ? "y = y / (x.numel() // max(1, y.numel()))\n" : "")
                + (keep && dims.equals("[]") ? "y = torch.reshape(y, [1] * x.dim())\n" : "");
    }
}
