package dev.parity.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Many small arrays carried out of libtorch as one: each array taken by itself costs a dozen calls through JNI, which is more
 * than a small network computes in a step. {@code pack(out)} returns
 * <pre>
 *   [forms, flat, the large arrays one by one]
 *   forms: for each array 1 if it is in flat, else 0; its rank; its dimensions
 * </pre>
 */
final class Packed {
    /** What a program that packs has to contain. An array of more than 16384 elements is worth its calls. */
    static final String METHOD =
            """
            def pack(self, out: List[Tensor]) -> List[Tensor]:
              forms: List[int] = []
              small: List[Tensor] = []
              packed: List[Tensor] = []
              for o in out:
                joins = o.numel() <= 16384 and o.is_floating_point()
                forms.append(int(joins))
                forms.append(o.dim())
                forms.extend(o.size())
                if joins:
                  small.append(o.detach().reshape([-1]))
                else:
                  packed.append(o)
              flat = torch.empty([0], dtype=6)
              if len(small) > 0:
                flat = torch.cat(small)
              return [torch.tensor(forms, dtype=4), flat] + packed
            """;

    private final long[] forms;
    private final float[] floats;
    private final double[] doubles;
    private final List<NDArray> large;
    private int form;
    private int element;
    private int next;

    private Packed(NDList packed) {
        this.forms = packed.get(0).toLongArray();
        boolean single = packed.get(1).getDataType() == DataType.FLOAT32;
        this.floats = single ? packed.get(1).toFloatArray() : null;
        this.doubles = single ? null : packed.get(1).toDoubleArray();
        this.large = packed.subList(2, packed.size());
    }

    /** The arrays that {@code pack} was given, in their order. */
    static List<Tensor> unpack(NDList packed) {
        Packed reader = new Packed(packed);
        List<Tensor> arrays = new ArrayList<>();
        while (reader.form < reader.forms.length) {
            arrays.add(reader.array());
        }
        return arrays;
    }

    private Tensor array() {
        boolean joined = forms[form++] == 1;
        int[] dims = new int[(int) forms[form++]];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = Math.toIntExact(forms[form++]);
        }
        if (!joined) {
            return Torch.fetch(large.get(next++));
        }
        Shape shape = Shape.of(dims);
        int from = element;
        element += shape.size();
        return floats == null
                ? Tensor.of(shape, Arrays.copyOfRange(doubles, from, element))
                : Tensor.of(shape, Arrays.copyOfRange(floats, from, element));
    }
}
