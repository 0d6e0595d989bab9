package io.jenkins.plugins.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The launcher in a folder of its own with a jar of the classes under test: as a checkout after its first build. */
final class Checkout {
    private final Path root;
    private final Path home;
    private final Map<String, String> env = new LinkedHashMap<>();

    Checkout(Path root, Path home) {
        this.root = root;
        this.home = home;
        env.put("HOME", home.toString());
        env.put("PATH", System.getenv("PATH"));
        env.put("JAVA_HOME", System.getProperty("java.home"));
    }

    /** Makes one that was never called. */
    static Checkout make(Path root, Path home) throws IOException {
        Path launcher = Path.of("../../slipway").toAbsolutePath().normalize();
        Files.createDirectories(root.resolve("src/cli/target"));
        Files.createDirectories(home);
        Files.copy(launcher, root.resolve("slipway"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Checkout result = new Checkout(root, home);
        result.writeJar();
        return result;
    }

    /** The same checkout, with another variable around it. */
    Checkout with(String name, String value) {
        Checkout result = new Checkout(root, home);
        result.env.putAll(env);
        result.env.put(name, value);
        return result;
    }

    /** The same home, another place. */
    Checkout at(Path other) {
        return new Checkout(other, home);
    }

    Path target() {
        return root.resolve("src/cli/target");
    }

    /** Java packs what Maven compiled; the libraries stay where they are. */
    void writeJar() throws IOException {
        List<Path> entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .toList();
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                entries.stream()
                        .filter(Files::isRegularFile)
                        .map(entry -> entry.toUri().toString())
                        .collect(Collectors.joining(" ")));
        try (JarOutputStream jar =
                new JarOutputStream(Files.newOutputStream(target().resolve("slipway.jar")), manifest)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry) && !entry.endsWith("test-classes")) {
                    add(jar, entry);
                }
            }
        }
    }

    private static void add(JarOutputStream jar, Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = folder.relativize(file).toString();
            if (!name.startsWith("META-INF/")) {
                jar.putNextEntry(new JarEntry(name));
                Files.copy(file, jar);
            }
        }
    }

    /** Starts the command without waiting for it. */
    Started start(String... args) throws IOException {
        List<String> argv = new ArrayList<>(List.of(root.resolve("slipway").toString()));
        argv.addAll(List.of(args));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(env);
        return new Started(builder.start(), out, err);
    }

    Run run(String... args) throws IOException, InterruptedException {
        return start(args).end();
    }

    /** What the archive of classes in a folder is called; empty files are none. */
    static List<String> archives(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file ->
                            file.toString().endsWith(".jsa") || file.toString().endsWith(".aot"))
                    .filter(file -> file.toFile().length() > 0)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    record Started(Process process, Path out, Path err) {
        Run end() throws IOException, InterruptedException {
            int code = process.waitFor();
            return new Run(code, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        }
    }
}
