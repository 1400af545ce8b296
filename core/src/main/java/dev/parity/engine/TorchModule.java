package dev.parity.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.parity.tensor.BadInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A module written in TorchScript at run time and compiled by libtorch itself.
 *
 * <p>A TorchScript archive is a zip file of source text with two small pickles, so a program can write one without
 * Python. That gives PyTorch's operators with double constants, its autograd, and the gradient of any intermediate
 * array ({@code torch.autograd.grad}), in one call a step.
 *
 * <p>Methods take and return lists of tensors: {@code def name(self, a: List[Tensor]) -> List[Tensor]}. What one leaves in
 * {@code self.kept}, a list of lists of lists of tensors, the next one finds there. What draws does so from {@code self.random()},
 * a generator of the module's own: libtorch's default one is the whole process's, and what one run drew would depend on another.
 *
 * @see <a href="https://github.com/pytorch/pytorch/blob/main/torch/csrc/jit/docs/serialization.md">the archive's form</a>
 */
final class TorchModule implements AutoCloseable {
    private static final String HEAD = """
            class Parity(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              kept : List[List[List[Tensor]]]
              generator : Optional[Generator]
              def random(self) -> Generator:
                g = self.generator
                if g is None:
                  g = torch.Generator(seed=0)
                  self.generator = g
                return g
            """;

    /** protocol 2: an object of __torch__.Parity whose state is {"training": True, "kept": [], "generator": None}. */
    private static final String DATA =
            "\u0080\u0002c__torch__\nParity\n)\u0081}(" + "X\b\0\0\0training\u0088X\4\0\0\0kept]X\t\0\0\0generatorNub.";

    /** protocol 2: the empty tuple. */
    private static final String CONSTANTS = "\u0080\u0002).";

    /** The newest form that libtorch 2.7 knows. In an older one operators mean what they meant then: gelu has no approximation. */
    private static final String VERSION = "10\n";

    /** A traceback that ends at a number too large for its type, and the line that held it. */
    private static final Pattern OVERFLOW = Pattern.compile(
            ".*\n +(.+)\n +~+ <--- HERE\n(?:(?!HERE).)*cannot be converted to type float without overflow",
            Pattern.DOTALL);

    private final PtNDManager manager;
    private final PtSymbolBlock block;

    private TorchModule(PtNDManager manager, PtSymbolBlock block) {
        this.manager = manager;
        this.block = block;
    }

    /** Compiles methods, whose {@code def} stands at the margin. */
    static TorchModule compile(NDManager parent, String methods) {
        PtNDManager manager = (PtNDManager) parent.newSubManager();
        try {
            byte[] archive = archive(HEAD + methods.indent(2));
            return new TorchModule(
                    manager, JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw new IllegalStateException("libtorch does not compile this:\n" + methods, e);
        }
    }

    /** Calls a method; what it returns belongs to {@code scope}. */
    NDList run(String method, NDManager scope, List<NDArray> arguments) {
        NDList list = new NDList(arguments.size() + 1);
        NDArray selector = scope.create(0f);
        selector.setName("module_method:" + method);
        list.add(selector);
        for (NDArray argument : arguments) {
            argument.setName("a[]");
            list.add(argument);
        }
        try {
            return IValueUtils.forward(block, list, true);
        } catch (EngineException e) {
            Matcher line = OVERFLOW.matcher(String.valueOf(e.getMessage()));
            if (line.find()) {
                throw new BadInput(
                        "PyTorch refuses a number that float32 cannot hold, which ends at 3.4e38: one that is made of the"
                                + " spec's own, such as a learning rate over a small correction, in " + line.group(1)
                                + "; write smaller ones, or \"dtype\": \"float64\"",
                        e);
            }
            throw e;
        }
    }

    private static byte[] archive(String code) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "data.pkl", DATA.getBytes(StandardCharsets.ISO_8859_1));
            put(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            put(zip, "constants.pkl", CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
            put(zip, "version", VERSION.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry("parity/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
