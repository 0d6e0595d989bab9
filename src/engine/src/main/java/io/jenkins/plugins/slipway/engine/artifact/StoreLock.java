package io.jenkins.plugins.slipway.engine.artifact;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a removal from crossing a publication, among threads and among processes. Held for the moments of moving files, never
 * while content is read or written. The kernel lets it go when its holder dies.
 */
final class StoreLock {
    private static final Map<Path, StoreLock> LOCKS = new ConcurrentHashMap<>();

    private final ReentrantLock threads = new ReentrantLock();
    private final Path file;

    private StoreLock(Path file) {
        this.file = file;
    }

    /** One for each store in this process: the file lock itself does not tell threads apart. */
    static StoreLock of(Path root) {
        return LOCKS.computeIfAbsent(root.resolve(".lock"), StoreLock::new);
    }

    Held acquire() throws IOException {
        threads.lock();
        FileChannel channel = null;
        try {
            channel = PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new Held(channel, threads);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            threads.unlock();
            throw e;
        }
    }

    record Held(FileChannel channel, ReentrantLock threads) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                threads.unlock();
            }
        }
    }
}
