package io.jenkins.plugins.slipway.engine.process;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;

/** Cancels what a test runs as soon as that says that it is where the test wants it, however long it takes to get there. */
final class CancelledOnce {
    private CancelledOnce() {}

    static Cancellation thereIs(Path file) {
        Cancellation cancellation = new Cancellation();
        Thread canceller = new Thread(() -> {
            await().until(() -> Files.exists(file));
            cancellation.cancel();
        });
        canceller.setDaemon(true);
        canceller.start();
        return cancellation;
    }
}
