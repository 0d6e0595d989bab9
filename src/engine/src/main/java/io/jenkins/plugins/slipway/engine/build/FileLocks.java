package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/** Locks among processes that the kernel lets go when their holder dies. */
final class FileLocks {
    private FileLocks() {}

    /** A lock until it is closed. */
    record Held(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** The lock on that file, unless somebody holds it, be it in this process. Creates the file. */
    static Optional<Held> tryLock(Path file) throws IOException {
        PrivateFiles.createDirectories(Objects.requireNonNull(file.getParent()));
        FileChannel channel = PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by another thread.
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new Held(channel));
    }
}
