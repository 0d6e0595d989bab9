package io.jenkins.plugins.slipway.host.daemon;

import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.control.ControlClient;
import io.jenkins.plugins.slipway.host.control.HostRequest;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The third that sees to it that the host runs: daemon and router start each other again, and when both are gone this one starts the
 * daemon. That no two daemons run is not its doing but that of the lock which a daemon holds.
 */
public final class Watcher {
    private static final long LOOK_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    /** What ran for so long is started again without a pause. */
    private static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final HostHome home;
    private final Starter starter;
    private int quick;

    public Watcher(HostHome home, Starter starter) {
        this.home = home;
        this.starter = starter;
    }

    /** Why a watch is over. */
    public enum End {
        /** The host was stopped on purpose, or its home is gone. */
        STOPPED,
        /** A newer version watches from now on. */
        REPLACED,
        CANCELLED
    }

    /** Watches until there is nothing to watch any more. */
    public End watch(Cancellation cancellation) throws InterruptedException {
        while (!cancellation.isCancelled() && Files.exists(home.wanted())) {
            Optional<ControlClient> daemon = starter.lookForAny();
            if (daemon.isPresent()) {
                long since = System.nanoTime();
                try (ControlClient client = daemon.get()) {
                    if (!stays(client)) {
                        return End.REPLACED;
                    }
                    awaitEnd(client, cancellation);
                }
                quick = System.nanoTime() - since < STABLE_NANOS ? quick : 0;
            } else if (starter.routerStartsIt()) {
                pause(LOOK_MILLIS);
            } else {
                startAgain(cancellation);
            }
        }
        return cancellation.isCancelled() ? End.CANCELLED : End.STOPPED;
    }

    private void startAgain(Cancellation cancellation) throws InterruptedException {
        quick++;
        if (quick > 2) {
            pause(cancellation, Math.min(LONGEST_PAUSE_MILLIS, LOOK_MILLIS << Math.min(quick - 2, 7)));
        }
        if (cancellation.isCancelled() || !Files.exists(home.wanted())) {
            return;
        }
        System.err.println("neither the daemon nor its router is there; the daemon is started again");
        try {
            starter.again();
        } catch (SlipwayException e) {
            System.err.println(e.getMessage());
        }
    }

    private static boolean stays(ControlClient client) throws InterruptedException {
        try {
            return client.call(new HostRequest.Watch(ProcessHandle.current().pid()))
                    .stay();
        } catch (IOException | SlipwayException e) {
            // It has just ended, or is of a version that keeps no watcher.
            return true;
        }
    }

    private static void awaitEnd(ControlClient client, Cancellation cancellation) {
        CompletableFuture<Void> ended = client.ended().handle((done, failure) -> null);
        try (Cancellation.Registration registration = cancellation.onCancel(() -> ended.cancel(false))) {
            ended.join();
        } catch (CancellationException e) {
            // Whoever cancelled knows.
            return;
        }
    }

    /** In steps, as nothing else can be waited on. */
    private static void pause(Cancellation cancellation, long millis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!cancellation.isCancelled() && System.nanoTime() < until) {
            pause(LOOK_MILLIS);
        }
    }

    private static void pause(long millis) throws InterruptedException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
