package io.jenkins.plugins.slipway.engine.process;

import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands on this machine, each in a session of its own. Where bubblewrap works, a sandboxed command also gets its own
 * process namespace, and the kernel ends all of it when Slipway dies. Elsewhere a small watcher in the command's process group
 * does so, which a child that leaves the group escapes.
 */
public final class LocalProcessRunner implements ProcessRunner {
    /** How long a process tree may take to end by itself after it was asked to. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** In the environment of a command outside any sandbox, so that children are found that left its session. */
    static final String COOKIE = "SLIPWAY_PROCESS_TREE";

    /**
     * Ends the group when the pipe on standard input breaks, which the kernel does however Slipway dies. The command itself
     * reads nothing.
     */
    private static final String WATCHER =
            "exec 3<&0; (cat <&3; kill -KILL 0) >/dev/null 2>&1 & exec \"$@\" 3<&- </dev/null";

    private final Availability sandboxes;
    private final Duration grace;

    private LocalProcessRunner(Availability sandboxes, Duration grace) {
        this.sandboxes = sandboxes;
        this.grace = grace;
    }

    /** The runner for this machine, with sandboxes where they work. */
    public static LocalProcessRunner create() {
        return new LocalProcessRunner(Sandboxes.availability(), GRACE);
    }

    /** A runner that enforces no sandbox and gives ended processes that much time. */
    public static LocalProcessRunner withoutSandboxes(Duration grace) {
        return new LocalProcessRunner(new Availability.NotEnforced("it is switched off"), grace);
    }

    @Override
    public Availability sandboxes() {
        return sandboxes;
    }

    @Override
    public Completion run(Command command, OutputSink output, Cancellation cancellation)
            throws IOException, InterruptedException {
        if (!Files.isDirectory(command.directory())) {
            throw new IOException("The working directory " + command.directory() + " does not exist");
        }
        if (cancellation.isCancelled()) {
            return new Completion.Cancelled();
        }
        Launch launch = launch(command);
        ProcessBuilder builder = new ProcessBuilder(launch.argv())
                .directory(command.directory().toFile())
                .redirectErrorStream(true);
        if (!launch.watched()) {
            builder.redirectInput(new File("/dev/null"));
        }
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(command.environment());
        if (launch.cookie() != null) {
            environment.put(COOKIE, launch.cookie());
        }
        Process process = builder.start();
        ProcessTree tree = new ProcessTree(process.toHandle(), launch.cookie(), launch.contained());
        OutputPump pump = OutputPump.start(process, output, command.outputLimit());
        try {
            Ending ending = await(process, pump, command.timeout(), cancellation);
            tree.end(grace);
            pump.finish();
            return switch (ending) {
                case EXITED -> new Completion.Exited(process.waitFor());
                case TIMED_OUT -> new Completion.TimedOut(command.timeout());
                case CANCELLED -> new Completion.Cancelled();
            };
        } finally {
            // After the orderly end there is nothing left; after an interrupt or a failed sink this is the end.
            tree.end(Duration.ZERO);
            pump.abandon();
        }
    }

    private static Ending await(Process process, OutputPump pump, Duration timeout, Cancellation cancellation)
            throws InterruptedException, IOException {
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        process.onExit().thenRun(() -> ending.complete(Ending.EXITED));
        pump.onFailure(ending::completeExceptionally);
        try (Cancellation.Registration registration = cancellation.onCancel(() -> ending.complete(Ending.CANCELLED))) {
            return ending.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Ending.TIMED_OUT;
        } catch (ExecutionException e) {
            throw OutputPump.failure(e);
        }
    }

    private Launch launch(Command command) {
        List<String> argv = new ArrayList<>();
        Path setsid = Programs.find("setsid");
        if (setsid != null) {
            argv.add(setsid.toString());
        }
        Sandbox sandbox = command.sandbox();
        if (sandbox != null && sandboxes instanceof Availability.Enforced enforced) {
            argv.addAll(Sandboxes.prefix(enforced.program(), sandbox, command.directory()));
            argv.addAll(command.argv());
            return new Launch(argv, null, true, false);
        }
        // Without a session of its own the watcher would end Slipway's own group.
        boolean watched = sandbox != null && setsid != null;
        if (watched) {
            argv.addAll(List.of("/bin/sh", "-c", WATCHER, "slipway"));
        }
        argv.addAll(command.argv());
        return new Launch(argv, UUID.randomUUID().toString(), false, watched);
    }

    private enum Ending {
        EXITED,
        TIMED_OUT,
        CANCELLED
    }

    /**
     * How a command is started.
     *
     * @param cookie value that marks its children, null where a namespace holds them together
     * @param contained whether it has a process namespace of its own
     * @param watched whether its standard input must stay open while Slipway lives
     */
    private record Launch(List<String> argv, @Nullable String cookie, boolean contained, boolean watched) {}
}
