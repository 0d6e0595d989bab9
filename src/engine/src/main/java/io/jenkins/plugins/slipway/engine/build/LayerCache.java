package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.FileTrees;
import io.jenkins.plugins.slipway.engine.FileTrees.Size;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Installed packages by the digest of what they were installed from, for builds of any project. A layer is a folder, and beside it
 * a file that says how many files and bytes it has: written last, so that a layer without it, or with another count, is none.
 */
final class LayerCache {
    /** What nobody has asked for in this time is removed. */
    private static final Duration UNUSED = Duration.ofDays(30);

    private static final String COUNT = ".count";

    private final Path root;

    LayerCache(Path home) {
        this.root = home.resolve("cache").resolve(".dependencies");
    }

    /** Where the locks for installing are. */
    Path locks() {
        return root.resolve("locks");
    }

    /** Lays the layer's files over a folder. False if there is no whole one. */
    boolean take(Digest key, Path destination) throws IOException {
        Path count = count(key);
        String written;
        try {
            written = Files.readString(count);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (!FileTrees.size(folder(key)).toString().equals(written)) {
            return false;
        }
        Files.setLastModifiedTime(count, FileTime.from(Instant.now()));
        FileTrees.copy(folder(key), destination);
        return true;
    }

    /** Keeps what was installed. The folder is moved away. */
    void keep(Digest key, Path installed) throws IOException {
        PrivateFiles.createDirectories(root);
        FileTrees.delete(folder(key));
        Files.deleteIfExists(count(key));
        Size size = FileTrees.size(installed);
        try {
            Files.move(installed, folder(key), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            FileTrees.copy(installed, folder(key));
            FileTrees.delete(installed);
        }
        PrivateFiles.replace(count(key), size.toString().getBytes(StandardCharsets.UTF_8));
        forget(Instant.now().minus(UNUSED));
    }

    private void forget(Instant before) throws IOException {
        try (DirectoryStream<Path> counts = Files.newDirectoryStream(root, "*" + COUNT)) {
            for (Path count : counts) {
                if (Files.getLastModifiedTime(count).toInstant().isBefore(before)) {
                    String name = count.getFileName().toString();
                    Files.deleteIfExists(count);
                    FileTrees.delete(root.resolve(name.substring(0, name.length() - COUNT.length())));
                }
            }
        }
    }

    private Path folder(Digest key) {
        return root.resolve(key.hex());
    }

    private Path count(Digest key) {
        return root.resolve(key.hex() + COUNT);
    }
}
