package io.jenkins.plugins.slipway.engine.store;

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
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

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

    private record Entry(
            String project,
            int number,
            String configuration,
            Map<String, Digest> artifacts,
            String commit,
            @Nullable String label,
            String created,
            String by,
            Release.@Nullable Quarantine quarantine) {

        Entry {
            // A file that somebody damaged is found here, not later.
            Objects.requireNonNull(project);
            Objects.requireNonNull(configuration);
            Objects.requireNonNull(artifacts);
            Objects.requireNonNull(commit);
            Objects.requireNonNull(created);
            Objects.requireNonNull(by);
        }
    }

    /** The newest release, if it is known without the database and has these artifacts and this configuration. */
    Optional<Release> find(String project, Map<String, Digest> artifacts, String configuration, JsonNode config) {
        try {
            String before = Files.readString(stamp);
            if (!before.equals(present())) {
                return Optional.empty();
            }
            @Nullable Entry entry = Column.JSON.readValue(Files.readAllBytes(file(project)), Entry.class);
            boolean same = entry != null
                    && entry.project().equals(project)
                    && entry.configuration().equals(configuration)
                    && entry.artifacts().equals(artifacts);
            // Read again: the entry may be of a unit of work that has not ended.
            if (entry == null || !same || !before.equals(Files.readString(stamp)) || !before.equals(present())) {
                return Optional.empty();
            }
            return Optional.of(new Release(
                    project,
                    entry.number(),
                    entry.artifacts(),
                    config,
                    entry.commit(),
                    entry.label(),
                    Instant.parse(entry.created()),
                    entry.by(),
                    entry.quarantine()));
        } catch (IOException | JacksonException | DateTimeException e) {
            return Optional.empty();
        }
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
        Entry entry = new Entry(
                release.project(),
                release.number(),
                configuration,
                release.artifacts(),
                release.commit(),
                release.label(),
                release.created().toString(),
                release.by(),
                release.quarantine());
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
            throw Trouble.with(folder.toString(), e);
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
        Files.createDirectories(folder);
        Path temporary = folder.resolve("writing");
        Files.write(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
