package io.jenkins.plugins.slipway.cli.init;

import io.jenkins.plugins.slipway.engine.build.tool.InstalledRuntimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that may hold an application.
 *
 * @param root relative to the project, empty for the project itself
 * @param runtimes what this machine has
 */
record CandidateFolder(Path project, String root, InstalledRuntimes runtimes) {
    /** What is written by hand is small. */
    private static final int LARGEST = 1 << 20;

    /** Folders that tools fill, and folders that hold no application of their own. */
    private static final Set<String> SKIPPED = Set.of(
            "node_modules",
            "vendor",
            "target",
            "build",
            "dist",
            "out",
            "bin",
            "obj",
            "venv",
            "env",
            "__pycache__",
            "test",
            "tests",
            "docs",
            "doc",
            "src",
            "lib",
            "scripts");

    Path path() {
        return root.isEmpty() ? project : project.resolve(root);
    }

    /** The version of a language's runtime on this machine, as a type declares it; empty if there is none. */
    Optional<String> installed(String language) {
        return runtimes.version(language);
    }

    boolean has(String file) {
        return Files.isRegularFile(path().resolve(file));
    }

    boolean isFolder(String name) {
        return Files.isDirectory(path().resolve(name));
    }

    /** Names of all that lies right below, in order. */
    List<String> entries() {
        try (Stream<Path> entries = Files.list(path())) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !name.equals(".git"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first of some files that is there. */
    @Nullable
    String first(String... files) {
        return Stream.of(files).filter(this::has).findFirst().orElse(null);
    }

    /** The file's place in the project. */
    String place(String file) {
        return root.isEmpty() ? file : root + "/" + file;
    }

    /** The file's text; empty if there is none, or it is too large to be written by hand. */
    String text(String file) {
        Path path = path().resolve(file);
        try {
            return Files.isRegularFile(path) && Files.size(path) <= LARGEST
                    ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** The first match's first group in a file, or null. */
    @Nullable
    String find(String file, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text(file));
        return matcher.find() ? matcher.group(1) : null;
    }

    /** Folders right below that may hold an application, by name. */
    List<CandidateFolder> inner() {
        try (Stream<Path> entries = Files.list(path())) {
            return entries.filter(Files::isDirectory)
                    .filter(entry -> !Files.isSymbolicLink(entry))
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !name.startsWith(".") && !SKIPPED.contains(name.toLowerCase(Locale.ROOT)))
                    .sorted()
                    .map(name -> new CandidateFolder(project, place(name), runtimes))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A plain name made of the folder's. */
    String name() {
        String last = root.isEmpty() ? "app" : root.substring(root.lastIndexOf('/') + 1);
        String plain =
                last.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[^a-z0-9]+|-+$", "");
        return plain.isEmpty() ? "app" : plain.substring(0, Math.min(plain.length(), 40));
    }
}
