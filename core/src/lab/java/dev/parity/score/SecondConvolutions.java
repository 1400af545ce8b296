package dev.parity.score;

import dev.parity.nn.layer.Convolution;
import dev.parity.nn.layer.Padding;
import dev.parity.nn.layer.TransposedConvolution;
import java.util.ArrayList;
import java.util.List;

/** Convolutions as matrices of patches, and kernel position by kernel position. */
final class SecondConvolutions {
    private SecondConvolutions() {}

    static String of(Convolution layer, Second second) {
        int dims = layer.kernel_size().size();
        StringBuilder code = new StringBuilder();
        code.append("e = x.unsqueeze(0) if x.dim() == %d else x\n".formatted(dims + 1));
        code.append("e = torch.constant_pad_nd(e, %s, 0)\n".formatted(pads(layer)));
        List<String> sizes = new ArrayList<>();
        int positions = 1;
        for (int d = 0; d < dims; d++) {
            int k = layer.kernel_size().get(d);
            positions *= k;
            code.append("o%d = (e.size(%d) - %d) // %d + 1\n"
                    .formatted(
                            d,
                            d + 2,
                            layer.dilation().get(d) * (k - 1) + 1,
                            layer.stride().get(d)));
            sizes.add("o" + d);
        }
        int groups = layer.groups();
        int in = layer.in_channels() / groups;
        int out = layer.out_channels() / groups;
        String bias = layer.bias() ? "bias.view([1, %d, 1])".formatted(groups * out) : "";
        if (second == Second.PLAIN && dims <= 2) {
            code.append(patches(layer, groups, in, out, positions));
            code.append(bias.isEmpty() ? "" : "y = y + " + bias + "\n");
        } else {
            code.append("y = "
                    + (bias.isEmpty() ? "torch.zeros([1, %d, 1], dtype=x.dtype)".formatted(groups * out) : bias)
                    + "\n");
            code.append(positionByPosition(layer, groups, in, out, positions));
        }
        code.append("y = torch.reshape(y, [e.size(0), %d, %s])\n".formatted(groups * out, String.join(", ", sizes)));
        code.append("if x.dim() == %d:\n  y = y.squeeze(0)\n".formatted(dims + 1));
        return code.toString();
    }

    private static String patches(Convolution layer, int groups, int in, int out, int positions) {
        boolean flat = layer.kernel_size().size() == 1;
        return """
                p = torch.im2col(%1$s, %2$s, %3$s, [0, 0], %4$s)
                p = torch.reshape(p, [e.size(0), %5$d, %6$d, -1])
                w = torch.reshape(weight, [%5$d, %7$d, %6$d])
                y = torch.reshape(torch.matmul(w, p), [e.size(0), %8$d, -1])
                """.formatted(
                        flat ? "e.unsqueeze(2)" : "e",
                        two(layer.kernel_size(), 1),
                        two(layer.dilation(), 1),
                        two(layer.stride(), 1),
                        groups,
                        in * positions,
                        out,
                        groups * out);
    }

    private static List<Integer> two(List<Integer> sizes, int first) {
        return sizes.size() == 2 ? sizes : List.of(first, sizes.get(0));
    }

    private static String positionByPosition(Convolution layer, int groups, int in, int out, int positions) {
        StringBuilder code = new StringBuilder(
                "w = torch.reshape(weight, [%d, %d, %d, %d])\n".formatted(groups, out, in, positions));
        int dims = layer.kernel_size().size();
        String indent = "";
        StringBuilder position = new StringBuilder("0");
        StringBuilder slice = new StringBuilder("e");
        for (int d = 0; d < dims; d++) {
            int k = layer.kernel_size().get(d);
            code.append(indent).append("for i%d in range(%d):\n".formatted(d, k));
            indent += "  ";
            position.insert(0, '(').append(") * %d + i%d".formatted(k, d));
            int dilation = layer.dilation().get(d);
            int stride = layer.stride().get(d);
            slice.insert(0, "torch.slice(")
                    .append(", %1$d, i%2$d * %3$d, i%2$d * %3$d + (o%2$d - 1) * %4$d + 1, %4$d)"
                            .formatted(d + 2, d, dilation, stride));
        }
        code.append("""
                p = torch.reshape(%s, [e.size(0), %d, %d, -1])
                y = y + torch.reshape(torch.matmul(torch.select(w, 3, %s), p), [e.size(0), %d, -1])
                """.formatted(slice, groups, in, position, groups * out).indent(indent.length()));
        return code.toString();
    }

    /** Zeros at both ends, from the last dimension to the first, as constant_pad_nd wants them. */
    private static List<Integer> pads(Convolution layer) {
        List<Integer> pads = new ArrayList<>();
        for (int d = layer.kernel_size().size() - 1; d >= 0; d--) {
            int both = layer.dilation().get(d) * (layer.kernel_size().get(d) - 1);
            if (layer.padding().word().isEmpty()) {
                both = 2 * layer.padding().sizes().get(d);
            } else if (layer.padding().word().get() == Padding.Word.valid) {
                both = 0;
            }
            pads.add(both / 2);
            pads.add(both - both / 2);
        }
        return pads;
    }

    static String of(TransposedConvolution layer) {
        boolean flat = layer.kernel_size().size() == 1;
        int groups = layer.groups();
        int in = layer.in_channels() / groups;
        int out = layer.out_channels() / groups;
        int positions = layer.kernel_size().stream().reduce(1, (a, b) -> a * b);
        List<String> sizes = new ArrayList<>();
        for (int d = 0; d < layer.kernel_size().size(); d++) {
            sizes.add("(e.size(%d) - 1) * %d + %d"
                    .formatted(
                            d + 2,
                            layer.stride().get(d),
                            layer.dilation().get(d) * (layer.kernel_size().get(d) - 1)
                                    + layer.output_padding().get(d)
                                    + 1
                                    - 2 * layer.padding().get(d)));
        }
        int whole = layer.kernel_size().size() + 1;
        return """
                e = x.unsqueeze(0) if x.dim() == %1$d else x
                w = torch.transpose(torch.reshape(weight, [%2$d, %3$d, %4$d]), 1, 2)
                p = torch.reshape(torch.matmul(w, torch.reshape(e, [e.size(0), %2$d, %3$d, -1])), [e.size(0), %5$d, -1])
                y = torch.col2im(p, [%6$s], %7$s, %8$s, %9$s, %10$s)
                """.formatted(
                                whole,
                                groups,
                                in,
                                out * positions,
                                groups * out * positions,
                                (flat ? "1, " : "") + String.join(", ", sizes),
                                two(layer.kernel_size(), 1),
                                two(layer.dilation(), 1),
                                two(layer.padding(), 0),
                                two(layer.stride(), 1))
                + (layer.bias() ? "y = y + bias.view([1, -1, 1, 1])\n" : "")
                + (flat ? "y = y.squeeze(2)\n" : "")
                + "if x.dim() == %d:\n  y = y.squeeze(0)\n".formatted(whole);
    }
}
