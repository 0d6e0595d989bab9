package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Leaves copies of a deployment's journal, logs, manifest and report with the project, where a CI job can archive them. */
final class ProjectCopy {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ProjectCopy() {}

    /**
     * Writes {@code .slipway/out/<environment>-<number>/}, kept out of Git by a file of its own. Follows no symbolic link, so
     * that a repository cannot lead it elsewhere.
     *
     * @throws IOException if that cannot be done; the deployment does not depend on it
     */
    static void write(Path projectDirectory, Path journalFolder, Release release, DeployResult result)
            throws IOException {
        Path out = folder(folder(projectDirectory, ".slipway"), "out");
        try {
            PrivateFiles.writeString(out.resolve(".gitignore"), "*\n", java.nio.file.StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            // Written by an earlier build or deployment.
        }
        Path folder = folder(out, result.environment() + "-" + result.deployment());
        try (Stream<Path> files = Files.list(journalFolder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        try {
            PrivateFiles.writeString(folder.resolve("report.json"), JSON.writeValueAsString(report(result)) + "\n");
            PrivateFiles.writeString(
                    folder.resolve("manifest.json"), JSON.writeValueAsString(manifest(release)) + "\n");
        } catch (JacksonException e) {
            throw new IOException(e);
        }
    }

    private static Path folder(Path parent, String name) throws IOException {
        Path folder = parent.resolve(name);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            PrivateFiles.createDirectory(folder);
        }
        return folder;
    }

    private static Map<String, Object> report(DeployResult result) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("environment", result.environment());
        report.put("deployment", result.deployment());
        report.put("release", result.release());
        report.put("previous", result.previous());
        report.put("state", result.state().name());
        report.put(
                "phases",
                result.phases().stream()
                        .map(phase -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("name", phase.name());
                            one.put("state", phase.state().name());
                            one.put("seconds", phase.seconds());
                            return one;
                        })
                        .toList());
        report.put("urls", List.copyOf(result.urls()));
        return report;
    }

    private static Map<String, Object> manifest(Release release) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("project", release.project());
        manifest.put("release", release.number());
        manifest.put("commit", release.commit());
        manifest.put("created", release.created().toString());
        Map<String, String> artifacts = new TreeMap<>();
        release.artifacts().forEach((application, digest) -> artifacts.put(application, digest.value()));
        manifest.put("artifacts", artifacts);
        return manifest;
    }
}
