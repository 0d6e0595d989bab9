package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each project's newest release beside the database, so that a build that finds nothing changed need not load a database to
 * learn its number. The database stays the truth: what is here counts only while the stamp tells of exactly the file that the
 * database is now. A unit of work takes the stamp away before it opens the database and writes a new one after it has closed it,
 * so whatever a killed process, a restored backup or another program leaves, there is no stamp for it.
 */
final class NewestReleases {
    private final Path database;
    private final Path folder;
    private final Path stamp;

    /**
     * @param database the file of the database
     */
    NewestReleases(Path database) {
        this.database = database;
        this.folder = database.resolveSibling("newest");
        this.stamp = folder.resolve("stamp");
    }

    /** The newest release, if it is known without the database and has these artifacts and this configuration. */
    Optional<Release> find(String project, Map<String, Digest> artifacts, String configuration, JsonNode config) {
        try {
            String before = Files.readString(stamp);
            if (!before.equals(present())) {
                return Optional.empty();
            }
            // As a tree: binding to a record would cost more than all the rest.
            JsonNode entry = Column.JSON.readTree(Files.readAllBytes(file(project)));
            boolean same = entry.path("project").asString("").equals(project)
                    && entry.path("configuration").asString("").equals(configuration)
                    && entry.path("artifacts").equals(tree(artifacts));
            // Read again: the entry may be of a unit of work that has not ended.
            if (!same || !before.equals(Files.readString(stamp)) || !before.equals(present())) {
                return Optional.empty();
            }
            return Optional.of(release(entry, project, artifacts, config));
        } catch (IOException | JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Release release(JsonNode entry, String project, Map<String, Digest> artifacts, JsonNode config) {
        JsonNode quarantine = entry.path("quarantine");
        return new Release(
                project,
                entry.required("number").intValue(),
                artifacts,
                config,
                entry.required("commit").stringValue(),
                entry.hasNonNull("label") ? entry.get("label").stringValue() : null,
                Instant.parse(entry.required("created").stringValue()),
                entry.required("by").stringValue(),
                quarantine.isObject()
                        ? new Release.Quarantine(
                                quarantine.required("by").stringValue(),
                                Instant.parse(quarantine.required("since").stringValue()),
                                quarantine.required("reason").stringValue())
                        : null);
    }

    private static ObjectNode tree(Map<String, Digest> artifacts) {
        ObjectNode tree = Column.JSON.createObjectNode();
        artifacts.forEach((application, digest) -> tree.put(application, digest.value()));
        return tree;
    }

    /** To be called before the database is opened, by who alone may use it. */
    void suspend() throws IOException {
        boolean valid = Files.exists(stamp) && Files.readString(stamp).equals(present());
        Files.deleteIfExists(stamp);
        if (!valid && Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path entry : entries.toList()) {
                    Files.delete(entry);
                }
            }
        }
    }

    /** To be called after the database was closed in good order. A failure only costs time later. */
    void resume() {
        try {
            write(stamp, present().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Without a stamp nothing here counts.
        }
    }

    /** Between {@link #suspend()} and {@link #resume()}. */
    void put(Release release, String configuration) {
        ObjectNode entry = Column.JSON
                .createObjectNode()
                .put("project", release.project())
                .put("number", release.number())
                .put("configuration", configuration)
                .put("commit", release.commit())
                .put("label", release.label())
                .put("created", release.created().toString())
                .put("by", release.by());
        entry.set("artifacts", tree(release.artifacts()));
        if (release.quarantine() != null) {
            entry.putObject("quarantine")
                    .put("by", release.quarantine().by())
                    .put("since", release.quarantine().since().toString())
                    .put("reason", release.quarantine().reason());
        }
        try {
            write(file(release.project()), Column.JSON.writeValueAsBytes(entry));
        } catch (IOException e) {
            remove(release.project());
        }
    }

    /** Between {@link #suspend()} and {@link #resume()}: something about the project's releases changes. */
    void remove(String project) {
        try {
            Files.deleteIfExists(file(project));
        } catch (IOException e) {
            throw DatabaseErrors.with(folder.toString(), e);
        }
    }

    private Path file(String project) {
        return folder.resolve(Fingerprint.of(project).substring("sha256:".length()) + ".json");
    }

    private String present() throws IOException {
        if (!Files.exists(database)) {
            return "none";
        }
        BasicFileAttributes now = Files.readAttributes(database, BasicFileAttributes.class);
        return now.size() + " " + now.lastModifiedTime().toInstant() + " " + now.fileKey();
    }

    private void write(Path file, byte[] content) throws IOException {
        PrivateFiles.createDirectories(folder);
        Path temporary = folder.resolve("writing");
        PrivateFiles.write(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
