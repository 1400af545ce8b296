package dev.parity.engine;

import ai.djl.engine.EngineException;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder into which the native libraries are unpacked once, 820 MB, and from which they are loaded ever after: {@code PARITY_CACHE}, as
 * DJL and JavaCPP are told it.
 *
 * <p>DJL takes what it finds there for whole, so each library's size is held to that in its jar first: one that is cut short or gone is told
 * and unpacked anew. What a killed process left half unpacked goes before the next one unpacks. JavaCPP looks at sizes itself.
 */
final class NativeCache {
    private static final long SIZE = 820;

    private static final long MEGABYTE = 1_000_000;

    private NativeCache() {}

    /** Loads libtorch from its place, and puts it there before if need be. */
    static void torch(Runnable load) {
        Path folder = Utils.getEngineCacheDir("pytorch");
        Unpacked libtorch = Unpacked.in(folder);
        if (libtorch.damage().isEmpty()) {
            load(folder, load);
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        try (FileChannel file =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock(); // until it is closed
            prepare(folder, libtorch);
            load(folder, load);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** Only one process at a time is here, so whatever is half unpacked belongs to none that lives. */
    private static void prepare(Path folder, Unpacked libtorch) throws IOException {
        List<String> damage = libtorch.damage();
        if (damage.isEmpty()) {
            return; // somebody else was quicker
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path left : all.filter(f -> f.getFileName().toString().startsWith("tmp"))
                    .toList()) {
                delete(left);
            }
        }
        if (Files.exists(libtorch.place())) {
            Natives.say(damage.get(0) + "; unpacking it anew");
            delete(libtorch.place());
        } else {
            Natives.say("unpacking the native libraries to " + folder + " (" + SIZE + " MB with ND4J's, once)…");
        }
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < libtorch.bytes()) {
            throw new IOException("no space left: " + free / MEGABYTE + " MB are free");
        }
    }

    /** Loads ND4J's libraries, which JavaCPP unpacks to the first of its folders in which it may write. */
    static void nd4j(Runnable load) {
        String home = System.getProperty("user.home", "");
        Path folder = Path.of(System.getProperty("org.bytedeco.javacpp.cachedir", home + "/.javacpp/cache"));
        if (!writable(folder.toAbsolutePath()) && !writable(Path.of(home).toAbsolutePath())) {
            // a third one would be in the folder for temporary files, where somebody else may have made it
            throw unwritable(folder, new AccessDeniedException(folder.toString()));
        }
        tellDamage(folder);
        load(folder, load);
    }

    /** Each file lies under the name of its jar and its own in there; one of another size JavaCPP unpacks anew, and does not say so. */
    private static void tellDamage(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.find(folder, 20, (file, is) -> is.isRegularFile())) {
            all.map(file -> new Library(file, Library.size(resource(folder.relativize(file)))))
                    .flatMap(Library::damage)
                    .forEach(damage -> Natives.say(damage + "; unpacking it anew"));
        } catch (IOException | UncheckedIOException e) {
            // What cannot be read is said by who loads it.
        }
    }

    private static String resource(Path inFolder) {
        return inFolder.getNameCount() < 2
                ? "none"
                : inFolder.subpath(1, inFolder.getNameCount()).toString().replace('\\', '/');
    }

    private static boolean writable(Path folder) {
        Path there = folder;
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return Files.isDirectory(there) && Files.isWritable(there);
    }

    private static void load(Path folder, Runnable load) {
        try {
            load.run();
        } catch (LinkageError | EngineException e) {
            throw unloadable(folder, e);
        } catch (RuntimeException e) {
            if (e.getClass().getName().startsWith("org.nd4j.")) { // its own is a checked exception, dressed up
                throw unloadable(folder, e);
            }
            throw e;
        }
    }

    private static NoNatives unloadable(Path folder, Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new NoNatives(
                "the native libraries in " + folder + " cannot be loaded: " + root.getMessage() + "; they take " + SIZE
                        + " MB, and " + free(folder)
                        + " MB are free there: make room, delete the folder, or set PARITY_CACHE"
                        + " to another",
                e);
    }

    private static String free(Path folder) {
        Path there = folder.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return Long.toString(Files.getFileStore(there).getUsableSpace() / MEGABYTE);
        } catch (IOException e) {
            return "an unknown number of";
        }
    }

    private static NoNatives unwritable(Path folder, IOException e) {
        String why = e instanceof AccessDeniedException
                ? "no permission"
                : e instanceof NoSuchFileException
                        ? "no folder can be made there"
                        : e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        return new NoNatives(
                "the native libraries are unpacked to " + folder + ", which cannot be written: " + why
                        + "; set PARITY_CACHE to a folder of yours with " + SIZE + " MB to spare",
                e);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A library in the cache, and how long it is in its jar; -1 where that is not known. */
    private record Library(Path file, long bytes) {
        static long size(String resource) {
            URL url = NativeCache.class.getClassLoader().getResource(resource);
            try {
                return url == null ? -1 : url.openConnection().getContentLengthLong();
            } catch (IOException e) {
                return -1;
            }
        }

        /** What is wrong with it. */
        Stream<String> damage() {
            try {
                long found = Files.size(file);
                return found == bytes || bytes < 0
                        ? Stream.empty()
                        : Stream.of(file + " is damaged: it has " + found + " bytes, and should have " + bytes);
            } catch (IOException e) {
                return Stream.of(file + " is missing");
            }
        }
    }

    /** libtorch as it should lie in a folder, by the jars. */
    private record Unpacked(Path place, List<Library> libraries) {
        static Unpacked in(Path folder) {
            Platform platform = Platform.detectPlatform("pytorch");
            String classifier = platform.getClassifier();
            Path place = folder.resolve(platform.getVersion() + "-" + platform.getFlavor() + "-" + classifier);
            String resources = "pytorch/" + platform.getFlavor() + "/" + classifier + "/";
            String bridge = System.mapLibraryName("djl_torch");
            List<Library> libraries = new ArrayList<>();
            for (String name : platform.getLibraries()) {
                libraries.add(new Library(place.resolve(name), Library.size(resources + name)));
            }
            libraries.add(new Library(
                    place.resolve(platform.getApiVersion() + "-" + bridge),
                    Library.size("jnilib/" + classifier + "/" + platform.getFlavor() + "/" + bridge)));
            return new Unpacked(place, libraries);
        }

        long bytes() {
            return libraries.stream().mapToLong(Library::bytes).sum();
        }

        /** What is wrong, a sentence each. */
        List<String> damage() {
            return libraries.stream().flatMap(Library::damage).toList();
        }
    }
}
