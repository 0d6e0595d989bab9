package io.jenkins.plugins.slipway.host.supervisor;

import io.jenkins.plugins.slipway.engine.process.Programs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds processes still for a short time. A helper process lets them go when the time is over, however the daemon fares meanwhile:
 * it waits for the end of its input, which the kernel gives it when the daemon dies.
 */
public final class Pause implements AutoCloseable {
    private static final String HOLD = """
            longest=$1
            shift
            kill -s STOP "$@" 2>/dev/null
            echo stopped
            timeout "$longest" cat >/dev/null
            kill -s CONT "$@" 2>/dev/null
            """;

    /** Processes may start others while they are being stopped. */
    private static final int ROUNDS = 3;

    private final List<Process> helpers;
    private final long end;

    private Pause(List<Process> helpers, long end) {
        this.helpers = helpers;
        this.end = end;
    }

    /**
     * Stops all processes whose tags are wanted.
     *
     * @param longest after which they go on by themselves
     */
    public static Pause of(Predicate<String> wanted, Duration longest) throws IOException {
        List<Process> helpers = new ArrayList<>();
        Pause result = new Pause(helpers, System.nanoTime() + longest.toNanos());
        Set<Long> stopped = new TreeSet<>();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<Long> more = ProcFile.pids().stream()
                        .filter(pid -> !stopped.contains(pid))
                        .filter(pid -> ProcFile.variable(pid, TaggedProcesses.VARIABLE)
                                .filter(wanted)
                                .isPresent())
                        .toList();
                if (more.isEmpty()) {
                    break;
                }
                helpers.add(hold(more, longest));
                stopped.addAll(more);
            }
            return result;
        } catch (IOException | RuntimeException e) {
            result.close();
            throw e;
        }
    }

    /** Whether the time is not over yet. */
    public boolean lasts() {
        return System.nanoTime() < end;
    }

    private static Process hold(List<Long> pids, Duration longest) throws IOException {
        List<String> argv = new ArrayList<>(
                List.of("/bin/sh", "-c", HOLD, "pause", Long.toString(Math.max(1, longest.toSeconds()))));
        pids.forEach(pid -> argv.add(Long.toString(pid)));
        ProcessBuilder builder =
                new ProcessBuilder(Spawn.detached(argv)).redirectError(ProcessBuilder.Redirect.DISCARD);
        Programs.alone(builder);
        Process helper = builder.start();
        @Nullable String said = helper.inputReader().readLine();
        if (said == null) {
            throw new IOException("processes cannot be paused: the helper ended");
        }
        return helper;
    }

    /** Lets them go. */
    @Override
    public void close() {
        for (Process helper : helpers) {
            try {
                helper.getOutputStream().close();
                if (!helper.waitFor(5, TimeUnit.SECONDS)) {
                    System.err.println("the helper that pauses processes does not end: " + helper.pid());
                }
            } catch (IOException e) {
                System.err.println("processes may stay paused for some more seconds: " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
