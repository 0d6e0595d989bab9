package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets one build of a key run at a time: whoever comes second waits and takes the first one's artifact. */
final class KeyLock {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private KeyLock() {}

    /**
     * Waits for the lock. Keys that begin alike share one, so that the number of files has a bound.
     *
     * @param waiting run once, if somebody else holds it
     */
    static FileLocks.Held acquire(Path folder, Digest key, Cancellation cancellation, Runnable waiting)
            throws IOException {
        Path file = folder.resolve(key.hex().substring(0, 3) + ".lock");
        Optional<FileLocks.Held> held = FileLocks.tryLock(file);
        if (held.isEmpty()) {
            waiting.run();
        }
        // Nobody is told when another process lets a lock go, and a blocking wait could not be cancelled.
        while (held.isEmpty()) {
            if (cancellation.isCancelled() || Thread.currentThread().isInterrupted()) {
                throw new LifecycleFailedException(
                        "The build was cancelled while it waited for another one of the same key");
            }
            LockSupport.parkNanos(POLL_NANOS);
            held = FileLocks.tryLock(file);
        }
        return held.get();
    }
}
