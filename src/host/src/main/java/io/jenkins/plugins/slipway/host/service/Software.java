package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server's programs on this machine.
 *
 * @param major first number of the version
 * @param version as the program says it, such as {@code 15.6}
 */
record Software(String name, int major, String version, Path directory, Path server) {
    private static final Pattern VERSION = Pattern.compile("(?:v=|\\s)([0-9]+(?:\\.[0-9]+)*+)");

    /** Where distributions put one version of PostgreSQL beside another. */
    private static final List<Path> POSTGRES_PARENTS = List.of(
            Path.of("/usr/lib/postgresql"), Path.of("/usr/local/lib/postgresql"), Path.of("/usr"), Path.of("/opt"));

    private static final List<Path> USUAL =
            List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/usr/local/sbin"));

    Path program(String other) {
        return directory.resolve(other);
    }

    /** What is asked for, else the next newer one, else the newest. */
    static Optional<Software> nearest(List<Software> found, int major) {
        Comparator<Software> order = Comparator.comparingInt(Software::major);
        if (major == 0) {
            return found.stream().max(order);
        }
        return found.stream()
                .filter(software -> software.major() >= major)
                .min(order)
                .or(() -> found.stream().max(order));
    }

    /** @param path the search path, in the form of the variable */
    static List<Software> postgres(String path) {
        Set<Path> directories = new LinkedHashSet<>();
        for (Path parent : POSTGRES_PARENTS) {
            for (Path entry : entries(parent)) {
                String name = String.valueOf(entry.getFileName());
                if (parent.endsWith("postgresql") || name.startsWith("pgsql")) {
                    directories.add(entry.resolve("bin"));
                }
            }
        }
        directories.addAll(search(path));
        List<Software> result = new ArrayList<>();
        for (Path directory : directories) {
            Software found = look("PostgreSQL", directory, "postgres");
            // A link in the search path leads to programs that were found already, or lacks those beside it.
            if (found != null
                    && Files.isExecutable(found.program("initdb"))
                    && result.stream().noneMatch(other -> other.server().equals(found.server()))) {
                result.add(found);
            }
        }
        return result;
    }

    /** Redis, or Valkey, which speaks the same. */
    static List<Software> redis(String path, boolean valkey) {
        List<Software> result = new ArrayList<>();
        for (String server :
                valkey ? List.of("valkey-server", "redis-server") : List.of("redis-server", "valkey-server")) {
            for (Path directory : search(path)) {
                Software found = look(server.startsWith("redis") ? "Redis" : "Valkey", directory, server);
                if (found != null && result.isEmpty()) {
                    result.add(found);
                }
            }
        }
        return result;
    }

    static int major(String version) {
        Matcher number = Pattern.compile("^[0-9]{1,6}").matcher(version);
        return number.find() ? Integer.parseInt(number.group()) : 0;
    }

    private static @Nullable Software look(String name, Path directory, String server) {
        Path program = directory.resolve(server);
        if (!Files.isExecutable(program)) {
            return null;
        }
        try {
            // What lies beside PostgreSQL is needed too; Redis' programs are one, which looks at the name it was called
            // by.
            Path real = server.equals("postgres") ? program.toRealPath() : program;
            String version = version(real);
            Path home = real.getParent();
            return version.isEmpty() || home == null ? null : new Software(name, major(version), version, home, real);
        } catch (IOException e) {
            return null;
        }
    }

    private static String version(Path program) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true);
        Programs.alone(builder);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Matcher matcher = VERSION.matcher(said);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static List<Path> search(String path) {
        Set<Path> result = new LinkedHashSet<>();
        for (String entry : path.split(":", -1)) {
            if (entry.startsWith("/")) {
                result.add(Path.of(entry));
            }
        }
        result.addAll(USUAL);
        return List.copyOf(result);
    }

    private static List<Path> entries(Path parent) {
        List<Path> result = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
                entries.forEach(result::add);
            } catch (IOException e) {
                return result;
            }
        }
        return result;
    }
}
