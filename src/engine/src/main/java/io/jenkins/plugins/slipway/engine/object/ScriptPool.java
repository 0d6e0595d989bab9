package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Processes that run operations: each one operation at a time and only of one script in one environment. A process that did well is
 * kept for a while, because starting one takes longer than most runs do. Safe for several threads.
 */
public final class ScriptPool implements Operations, AutoCloseable {
    /** A process that was used so often is replaced, so that what leaks in a user's code does not add up. */
    private static final int MOST_REQUESTS = 200;

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration IDLE = Duration.ofMinutes(1);

    /** Whoever has waited this long for a process is told so. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** More than this wait for nobody; each holds some tens of megabytes. */
    private static final int MOST_IDLE = 4;

    private record Idle(ScriptSource source, int memory, ScriptProcess process, long since) {}

    private final ProcessRunner runner;
    private final Semaphore places;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "objects-sweep");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param processes that run at the same time at most
     */
    public ScriptPool(ProcessRunner runner, int processes) {
        this.runner = runner;
        this.places = new Semaphore(processes, true);
        sweeper.scheduleWithFixedDelay(this::sweep, IDLE.toSeconds(), 10, TimeUnit.SECONDS);
    }

    @Override
    public JsonNode call(ScriptSource source, OperationCall call, OutputSink log)
            throws OperationFailedException, IOException, InterruptedException {
        String what = call.operation() + " of ‘" + call.object() + "’";
        return in(source, call.memory(), what, process -> process.call(call, log));
    }

    /** Asks a script what it declares. Its process stays for the operations that follow. */
    JsonNode list(ScriptSource source, int memory, Duration limit, OutputSink log)
            throws OperationFailedException, IOException, InterruptedException {
        return in(source, memory, "evaluating ‘" + source.script() + "’", process -> process.list(limit, log));
    }

    @FunctionalInterface
    private interface Request {
        JsonNode to(ScriptProcess process) throws OperationFailedException, InterruptedException;
    }

    private JsonNode in(ScriptSource source, int memory, String what, Request request)
            throws OperationFailedException, IOException, InterruptedException {
        if (!places.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new OperationFailedException(
                    OperationFailedException.Kind.TIMED_OUT,
                    what + " found no free process within " + PATIENCE.toSeconds() + " s",
                    null);
        }
        try {
            ScriptProcess process = take(source, memory);
            try {
                return request.to(process);
            } finally {
                giveBack(source, memory, process);
            }
        } finally {
            places.release();
        }
    }

    private ScriptProcess take(ScriptSource source, int memory) throws IOException, InterruptedException {
        ScriptProcess kept = kept(source, memory);
        return kept != null ? kept : ScriptProcess.start(runner, source, memory, LIFETIME);
    }

    private @Nullable ScriptProcess kept(ScriptSource source, int memory) {
        List<ScriptProcess> dead = new ArrayList<>();
        ScriptProcess found = null;
        synchronized (idle) {
            for (Iterator<Idle> each = idle.iterator(); each.hasNext() && found == null; ) {
                Idle one = each.next();
                if (!one.process().sound()) {
                    each.remove();
                    dead.add(one.process());
                } else if (one.memory() == memory && one.source().equals(source)) {
                    each.remove();
                    found = one.process();
                }
            }
        }
        dead.forEach(ScriptProcess::close);
        return found;
    }

    private void giveBack(ScriptSource source, int memory, ScriptProcess process) {
        ScriptProcess over = null;
        if (!process.sound() || process.requests() >= MOST_REQUESTS || sweeper.isShutdown()) {
            over = process;
        } else {
            synchronized (idle) {
                idle.addFirst(new Idle(source, memory, process, System.nanoTime()));
                if (idle.size() > MOST_IDLE) {
                    over = idle.removeLast().process();
                }
            }
        }
        if (over != null) {
            over.close();
        }
    }

    private void sweep() {
        long limit = System.nanoTime() - IDLE.toNanos();
        end(one -> one.since() - limit < 0 || !one.process().sound());
    }

    /** Ends the processes of a script that will not be asked again. */
    public void forget(Path directory) {
        end(one -> one.source().directory().equals(directory));
    }

    private void end(Predicate<Idle> which) {
        List<ScriptProcess> old = new ArrayList<>();
        synchronized (idle) {
            idle.removeIf(one -> {
                boolean over = which.test(one);
                if (over) {
                    old.add(one.process());
                }
                return over;
            });
        }
        old.forEach(ScriptProcess::close);
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        end(one -> true);
    }
}
