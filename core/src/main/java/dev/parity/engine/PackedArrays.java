package dev.parity.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.parity.tensor.Shape;
import dev.parity.tensor.Tensor;
import dev.parity.trace.Site;
import dev.parity.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A step's arrays on their way out of libtorch. Small ones leave as one: taken by itself, each costs a dozen calls through JNI,
 * which for a small network is more than its arithmetic.
 */
final class PackedArrays {
    /**
     * What a program must contain: {@code pack(out)} returns {@code [forms, flat, the large arrays one by one]}, where forms has
     * for each array 1 if it is in flat, else 0; its rank; its dimensions. More than 16384 elements are worth their own calls.
     */
    static final String PACK = """
            def pack(self, out: List[Tensor]) -> List[Tensor]:
              forms: List[int] = []
              small: List[Tensor] = []
              large: List[Tensor] = []
              for o in out:
                joins = o.numel() <= 16384 and o.is_floating_point()
                if joins and len(small) > 0:
                  joins = o.dtype == small[0].dtype
                forms.append(int(joins))
                forms.append(o.dim())
                forms.extend(o.size())
                if joins:
                  small.append(o.detach().reshape([-1]))
                else:
                  large.append(o)
              flat = torch.empty([0])
              if len(small) > 0:
                flat = torch.cat(small)
              return [torch.tensor(forms, dtype=4), flat] + large
            """;

    private final List<Site> sites = new ArrayList<>();
    private final List<NDArray> arrays = new ArrayList<>();

    /** The array must stay as it is until they are unloaded. */
    void put(Site site, NDArray array) {
        sites.add(site);
        arrays.add(array);
    }

    /** Hands the arrays over, in the order in which they were put. */
    void unload(TorchModule module, NDManager scope, Trace trace) {
        NDList packed = module.run("pack", scope, arrays);
        long[] forms = packed.get(0).toLongArray();
        NDArray flat = packed.get(1);
        boolean single = flat.getDataType() == DataType.FLOAT32;
        float[] floats = single ? flat.toFloatArray() : null;
        double[] doubles = single ? null : flat.toDoubleArray();
        int form = 0;
        int taken = 0;
        int large = 2;
        for (Site site : sites) {
            boolean joined = forms[form++] == 1;
            int rank = (int) forms[form++];
            long[] dims = Arrays.copyOfRange(forms, form, form += rank);
            if (joined) {
                Shape shape =
                        Shape.of(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray());
                int from = taken;
                taken += shape.size();
                trace.put(
                        site,
                        single
                                ? Tensor.of(shape, Arrays.copyOfRange(floats, from, taken))
                                : Tensor.of(shape, Arrays.copyOfRange(doubles, from, taken)));
            } else {
                trace.put(site, Torch.fetch(packed.get(large++)));
            }
        }
    }
}
