package io.jenkins.plugins.slipway.host.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One process that is to stay. It is not restarted before {@link #keepUp()}, so that whoever starts it sees it fail. Safe for use by
 * several threads.
 */
public final class Supervised {
    private static final long LOOK_MILLIS = 100;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    /** Who ran for so long starts again with the shortest pause. */
    private static final Duration STABLE = Duration.ofSeconds(30);

    private final Launch launch;
    private final ScheduledExecutorService timer;
    private final Listener listener;
    private ProcessIdentity identity;
    private CompletableFuture<String> ended;
    private @Nullable ScheduledFuture<?> restart;
    private boolean keepUp;
    private boolean ending;
    private long startedNanos = System.nanoTime();
    private int quickEnds;
    private int restarts;

    private Supervised(
            Launch launch,
            ScheduledExecutorService timer,
            Listener listener,
            ProcessIdentity identity,
            CompletableFuture<String> ended) {
        this.launch = launch;
        this.timer = timer;
        this.listener = listener;
        this.identity = identity;
        this.ended = ended;
    }

    /** Told when the process was started again, with its new identity in place. */
    @FunctionalInterface
    public interface Listener {
        void restarted(Supervised process);
    }

    static Supervised start(Launch launch, ScheduledExecutorService timer, Listener listener) throws IOException {
        Process process = Spawn.start(launch);
        Supervised result =
                new Supervised(launch, timer, listener, ProcessIdentity.of(process.toHandle()), Spawn.exit(process));
        result.watch();
        return result;
    }

    static Supervised adopt(
            Launch launch, ScheduledExecutorService timer, Listener listener, ProcessIdentity identity) {
        CompletableFuture<String> ended = new CompletableFuture<>();
        lookAt(identity, ended, timer);
        Supervised result = new Supervised(launch, timer, listener, identity, ended);
        result.watch();
        return result;
    }

    /** The system tells of the end of its own children only; Java would notice this one's up to five seconds late. */
    private static void lookAt(
            ProcessIdentity identity, CompletableFuture<String> ended, ScheduledExecutorService timer) {
        if (identity.alive()) {
            timer.schedule(() -> lookAt(identity, ended, timer), LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            ended.complete("ended");
        }
    }

    public Launch launch() {
        return launch;
    }

    public synchronized ProcessIdentity identity() {
        return identity;
    }

    /** Completes when the present process ends, with how, such as {@code exited with code 3}. */
    public synchronized CompletableFuture<String> ended() {
        return ended.copy();
    }

    public synchronized boolean alive() {
        return !ended.isDone();
    }

    public synchronized int restarts() {
        return restarts;
    }

    /** From now on the process is started again whenever it ends, at once if it has ended already. */
    public synchronized void keepUp() {
        if (!keepUp) {
            keepUp = true;
            if (ended.isDone()) {
                scheduleRestart();
            }
        }
    }

    /**
     * Ends the process and everything it started, for good.
     *
     * @return whether all of them are gone
     */
    public boolean end(Duration grace) throws InterruptedException {
        release();
        return TaggedProcesses.end(identity(), launch.tag(), Spawn.mark(launch), grace);
    }

    void addTo(Members members) {
        members.add(identity(), Spawn.mark(launch));
    }

    /**
     * Ends the process for good, by a signal to its first process alone: a server ends its own children in order.
     *
     * @param signal such as {@code INT}
     * @param grace how long it may take before it is ended like any other
     * @return whether all of it is gone
     */
    public boolean finish(String signal, Duration grace) throws InterruptedException {
        release();
        if (alive() && Signals.toMain(identity(), signal)) {
            try {
                ended().get(grace.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return end(grace);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        return end(grace);
    }

    /** Leaves the process running and forgets it: another daemon takes over. */
    public synchronized void release() {
        ending = true;
        if (restart != null) {
            restart.cancel(false);
        }
    }

    private synchronized void watch() {
        ended.thenAccept(how -> onEnd());
    }

    private synchronized void onEnd() {
        boolean quick = System.nanoTime() - startedNanos < STABLE.toNanos();
        quickEnds = quick ? quickEnds + 1 : 1;
        if (keepUp) {
            scheduleRestart();
        }
    }

    private synchronized void scheduleRestart() {
        if (!ending) {
            long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(quickEnds, 7) >> 1);
            restart = timer.schedule(this::startAgain, pause, TimeUnit.MILLISECONDS);
        }
    }

    private void startAgain() {
        synchronized (this) {
            if (ending) {
                return;
            }
            startedNanos = System.nanoTime();
            restarts++;
            try {
                TaggedProcesses.end(identity, launch.tag(), Spawn.mark(launch), Duration.ZERO);
                Process process = Spawn.start(launch);
                identity = ProcessIdentity.of(process.toHandle());
                ended = Spawn.exit(process);
            } catch (IOException e) {
                quickEnds++;
                scheduleRestart();
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            watch();
        }
        listener.restarted(this);
    }
}
