package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.slipway.engine.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Journals, logs, manifests and reports of a run's steps: in {@code slipway/PROJECT/STEP} in the folder of the run, where they go with
 * the run and fill no list of artifacts.
 */
final class RunFiles {
    private RunFiles() {}

    /** The folder of a step; empty if it has no number that could name one. Only numbers are taken from what an agent says. */
    @NonNull
    static String step(@NonNull String verb, @NonNull String environment, @NonNull JsonNode document) {
        Integer release = JsonDocuments.integer(document.path("release"));
        Integer deployment = JsonDocuments.integer(document.path("deployment"));
        return switch (verb) {
            case "build" -> "build-" + (release == null ? "parts" : release);
            case "gate" -> release == null ? "" : "gate-" + environment + "-" + release;
            default -> deployment == null ? "" : environment + "-" + deployment;
        };
    }

    @NonNull
    static Path folder(@NonNull Run<?, ?> run, @NonNull String project, @NonNull String step) {
        return run.getRootDir()
                .toPath()
                .resolve("slipway")
                .resolve(Names.requirePlain("project", project))
                .resolve(Names.requirePlain("step", step));
    }

    /** The names of a step's files, in order; none if there is no such folder. */
    @NonNull
    static List<String> names(@NonNull Run<?, ?> run, @NonNull String project, @NonNull String step) {
        if (!Names.isPlain(project) || !Names.isPlain(step)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder(run, project, step))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A file; null if there is none of that name. */
    @CheckForNull
    static Path find(@NonNull Run<?, ?> run, @NonNull String project, @NonNull String step, @NonNull String name) {
        if (!Names.isPlain(project) || !Names.isPlain(step) || !Names.isPlain(name)) {
            return null;
        }
        Path file = folder(run, project, step).resolve(name);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? file : null;
    }
}
