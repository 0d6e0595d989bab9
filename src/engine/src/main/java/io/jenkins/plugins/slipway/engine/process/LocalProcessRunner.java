package io.jenkins.plugins.slipway.engine.process;

import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs commands on this machine, each in a session of its own. Where bubblewrap works, a sandboxed command also gets its own
 * process namespace, and the kernel ends all of it when Slipway dies. Elsewhere a small watcher in the command's process group
 * does so, which a child that leaves the group escapes; when the command ends, children are found by a {@link ProcessMark} too.
 */
public final class LocalProcessRunner implements ProcessRunner {
    /** How long a process tree may take to end by itself after it was asked to. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** In the environment of a command outside any sandbox, so that children are found that left its session. */
    static final String COOKIE = "SLIPWAY_PROCESS_TREE";

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
        ProcessStart start = start(command);
        Process process = start.start(builder -> builder.redirectErrorStream(true));
        ProcessTree tree =
                new ProcessTree(process.toHandle(), start.tags().get(COOKIE), start.mark(), start.border() != null);
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

    private ProcessStart start(Command command) throws IOException {
        ProcessStart plain = ProcessStart.of(command.argv(), command.directory(), command.environment());
        Sandbox sandbox = command.sandbox();
        if (sandbox != null && sandboxes instanceof Availability.Enforced enforced) {
            try {
                return plain.behind(Sandboxes.border(enforced.program(), sandbox, command.directory()));
            } catch (UncheckedIOException e) {
                throw new IOException("The sandbox cannot be made: " + e.getMessage(), e);
            }
        }
        ProcessStart marked = plain.tagged(COOKIE, UUID.randomUUID().toString()).marked(ProcessMark.fresh());
        // Without a session of its own the watcher would end Slipway's own group.
        return sandbox != null && Programs.find("setsid") != null ? marked.watchedOver() : marked;
    }

    private enum Ending {
        EXITED,
        TIMED_OUT,
        CANCELLED
    }
}
