package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One at a time, over all threads of all processes: first among the threads of this one, then by an operating system lock that
 * ends with the process, however that ends. An interrupt does not shorten the wait: what a cancelled deployment has to write
 * down must be written down.
 */
final class RecordsLock {
    private static final Map<Path, Semaphore> THREADS = new ConcurrentHashMap<>();

    private final Path file;
    private final Duration patience;
    private final Semaphore threads;

    RecordsLock(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
        this.threads = THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new Semaphore(1, true));
    }

    /** Ends the exclusive use. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits its turn.
     *
     * @throws RefusedException if another holds the records for longer than this lock's patience
     * @throws IOException if there can be no lock file
     */
    Held acquire() throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        if (!await(() -> threads.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS))) {
            throw taken();
        }
        try {
            AsynchronousFileChannel channel = lockFile(deadline);
            return () -> {
                try {
                    channel.close();
                } catch (IOException e) {
                    throw new IllegalStateException("Cannot release " + file, e);
                } finally {
                    threads.release();
                }
            };
        } catch (IOException | RuntimeException e) {
            threads.release();
            throw e;
        }
    }

    private AsynchronousFileChannel lockFile(long deadline) throws IOException {
        AsynchronousFileChannel channel = AsynchronousFileChannel.open(
                PrivateFiles.touch(file), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                Future<FileLock> turn = channel.lock();
                await(() -> {
                    try {
                        turn.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                        return true;
                    } catch (TimeoutException e) {
                        throw taken();
                    } catch (ExecutionException e) {
                        throw new IllegalStateException("Cannot lock " + file, e.getCause());
                    }
                });
            }
            sign(channel);
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw taken();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Leaves the holder's process id for the message that others give up with; only a help, so a full disk does not matter. */
    private static void sign(AsynchronousFileChannel channel) {
        byte[] pid = "%-20d".formatted(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        channel.write(ByteBuffer.wrap(pid), 0);
    }

    private RefusedException taken() {
        String holder;
        try {
            holder = "process " + Files.readString(file).strip();
        } catch (IOException e) {
            holder = "another process";
        }
        return new RefusedException("The records at " + file.getParent() + " have been in use by " + holder
                + " for more than " + patience.toSeconds() + " s; try again when it has ended, or end it");
    }

    private interface Waiting {
        boolean happened() throws InterruptedException;
    }

    private static boolean await(Waiting waiting) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return waiting.happened();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
