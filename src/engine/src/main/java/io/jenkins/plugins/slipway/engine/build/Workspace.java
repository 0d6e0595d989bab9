package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.FileTrees;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.Texts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one build, {@code builds/<id>} under the state home. Its builder holds a lock on it, so that a folder
 * whose builder was killed is known by its free lock and removed by whoever builds next.
 */
final class Workspace implements AutoCloseable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String LOCK = ".lock";

    /** Longer than anybody looks at sources. */
    private static final Duration LOOKING = Duration.ofHours(6);

    private final Path builds;
    private final String id;
    private FileLocks.@Nullable Held lock;

    private Workspace(Path builds, String id) {
        this.builds = builds;
        this.id = id;
    }

    /** A workspace whose folder is only made when something is put there. */
    static Workspace of(Path home, Instant now) {
        String random = UUID.randomUUID().toString().substring(0, 8);
        return new Workspace(home.resolve("builds"), TIME.format(now) + "-" + random);
    }

    String id() {
        return id;
    }

    /**
     * A place in the workspace. Nothing is made.
     *
     * @throws IllegalArgumentException if the name leads anywhere else
     */
    Path resolve(String name) {
        Path place = folder().resolve(name).normalize();
        if (name.isEmpty() || !folder().equals(place.getParent())) {
            throw new IllegalArgumentException(
                    "‘" + Texts.line(name) + "’ is not a valid name in the folder of a build");
        }
        return place;
    }

    /** Makes the folder and takes its lock, after removing the folders of builders that are gone. */
    synchronized void open() throws IOException {
        if (lock != null) {
            return;
        }
        // The lock lies beside the folder and is there before it: a folder is never seen without its lock.
        lock = FileLocks.tryLock(builds.resolve(id + LOCK))
                .orElseThrow(() -> new IOException("The folder of build " + id + " belongs to another build"));
        PrivateFiles.createDirectories(folder());
        removeAbandoned();
    }

    private void removeAbandoned() throws IOException {
        removeUnlocked();
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(builds, "*" + LOCK)) {
            for (Path file : locks) {
                String name = file.getFileName().toString();
                if (name.equals(id + LOCK)) {
                    continue;
                }
                Optional<FileLocks.Held> abandoned = FileLocks.tryLock(file);
                if (abandoned.isPresent()) {
                    try (FileLocks.Held held = abandoned.get()) {
                        FileTrees.delete(builds.resolve(name.substring(0, name.length() - LOCK.length())));
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }

    /** What a builder made that was killed before it came to take a lock: only looking at sources makes such folders. */
    private void removeUnlocked() throws IOException {
        Instant old = Instant.now().minus(LOOKING);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(builds, "[0-9]*")) {
            for (Path folder : folders) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && Files.notExists(builds.resolve(folder.getFileName() + LOCK))
                        && Files.getLastModifiedTime(folder).toInstant().isBefore(old)) {
                    FileTrees.delete(folder);
                }
            }
        }
    }

    private Path folder() {
        return builds.resolve(id).normalize();
    }

    @Override
    public synchronized void close() throws IOException {
        if (lock == null) {
            return;
        }
        try (FileLocks.Held held = lock) {
            FileTrees.delete(folder());
            Files.deleteIfExists(builds.resolve(id + LOCK));
        } finally {
            lock = null;
        }
    }
}
