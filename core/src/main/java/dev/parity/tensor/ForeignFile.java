package dev.parity.tensor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Files that arrays are often kept in and that are not read here, each with the line of Python that makes one of them that is. Known
 * by the ending of the name.
 *
 * @param words what it is
 * @param python the line; {@code IN} stands for the file's name, {@code OUT} for that of the array
 * @param hollow whether what it looks like inside says nothing: a spreadsheet is a zip archive, as an .npz is
 */
public record ForeignFile(List<String> endings, String words, String python, boolean hollow) {
    private static final List<ForeignFile> ALL = List.of(
            of(
                    true,
                    "a compressed table",
                    "numpy.save(OUT, pandas.read_csv(IN).to_numpy())",
                    ".csv.gz",
                    ".tsv.gz",
                    ".txt.gz",
                    ".csv.bz2",
                    ".csv.xz",
                    ".csv.zip",
                    ".csv.zst"),
            of(true, "a compressed NumPy array", "numpy.save(OUT, numpy.load(gzip.open(IN)))", ".npy.gz"),
            of(false, "a MATLAB file", "numpy.save(OUT, scipy.io.loadmat(IN)[\"NAME\"])", ".mat"),
            of(
                    false,
                    "a picture",
                    "numpy.save(OUT, numpy.asarray(PIL.Image.open(IN)))",
                    ".png",
                    ".jpg",
                    ".jpeg",
                    ".bmp",
                    ".gif",
                    ".tif",
                    ".tiff",
                    ".webp",
                    ".ppm",
                    ".pgm"),
            of(false, "a sound", "numpy.save(OUT, scipy.io.wavfile.read(IN)[1])", ".wav"),
            of(false, "a Parquet table", "numpy.save(OUT, pandas.read_parquet(IN).to_numpy())", ".parquet"),
            of(
                    false,
                    "a Feather or Arrow table",
                    "numpy.save(OUT, pandas.read_feather(IN).to_numpy())",
                    ".feather",
                    ".arrow"),
            of(true, "a spreadsheet", "numpy.save(OUT, pandas.read_excel(IN).to_numpy())", ".xlsx", ".xls", ".ods"),
            of(false, "an HDF5 file", "numpy.save(OUT, h5py.File(IN)[\"NAME\"][:])", ".h5", ".hdf5", ".hdf", ".keras"),
            of(false, "a NetCDF file", "numpy.save(OUT, xarray.open_dataset(IN)[\"NAME\"].to_numpy())", ".nc"),
            of(
                    true,
                    "a PyTorch checkpoint",
                    "safetensors.torch.save_file(torch.load(IN), OUT)",
                    ".pt",
                    ".pth",
                    ".ckpt"),
            of(
                    false,
                    "a Python pickle",
                    "numpy.save(OUT, numpy.asarray(pickle.load(open(IN, \"rb\"))))",
                    ".pkl",
                    ".pickle",
                    ".joblib"),
            of(false, "JSON text", "numpy.save(OUT, numpy.asarray(json.load(open(IN))))", ".json", ".jsonl"),
            of(
                    false,
                    "TFRecords",
                    "numpy.save(OUT, numpy.stack([... for r in tf.data.TFRecordDataset(IN)]))",
                    ".tfrecord",
                    ".tfrecords"),
            of(false, "an R file", "numpy.save(OUT, pyreadr.read_r(IN)[\"NAME\"].to_numpy())", ".rds", ".rdata"),
            of(
                    false,
                    "raw numbers without a word of their type and shape",
                    "numpy.save(OUT, numpy.fromfile(IN, dtype=\"float32\").reshape(ROWS, COLUMNS))",
                    ".bin",
                    ".raw",
                    ".dat",
                    ".data",
                    ".f32",
                    ".f64"));

    /** Kinds of content that are read whatever the name. */
    private static final Set<FileKind> READ =
            Set.of(FileKind.NPY, FileKind.ZIP, FileKind.SAFETENSORS, FileKind.IDX, FileKind.TEXT, FileKind.EMPTY);

    private static ForeignFile of(boolean hollow, String words, String python, String... endings) {
        return new ForeignFile(List.of(endings), words, python, hollow);
    }

    /** What a name says the file is. */
    static Optional<ForeignFile> of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(f -> f.endings.stream().anyMatch(lower::endsWith))
                .findFirst();
    }

    /** Whether such a file is read all the same, by what is in it. */
    boolean reads(FileKind content) {
        return !hollow && READ.contains(content);
    }

    /** What it is, and what to do: of a file of which only the name need be known; empty where the name is no such file's. */
    public static Optional<String> remedy(String name) {
        return of(name).map(f -> f.instead(name));
    }

    private String instead(String name) {
        String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        int dot = file.indexOf('.', 1);
        String stem = dot < 0 ? file : file.substring(0, dot);
        String out = stem + (python.contains("save_file") ? ".safetensors" : ".npy");
        return "is " + words + ", which is not read here; this line of Python makes a file of it that is: "
                + python.replace("IN", quoted(file)).replace("OUT", quoted(out));
    }

    private static String quoted(String name) {
        return '"' + Printable.line(name) + '"';
    }
}
