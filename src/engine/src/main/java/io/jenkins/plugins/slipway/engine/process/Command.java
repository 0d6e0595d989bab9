package io.jenkins.plugins.slipway.engine.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run.
 *
 * @param argv program and arguments, never passed through a shell by the runner
 * @param directory working directory, the real one; in a sandbox the command starts at the place where it sees that directory
 * @param environment the whole environment: nothing is inherited from Slipway's own process
 * @param timeout after which the whole process tree is ended
 * @param outputLimit bytes of output that are passed on; what is over is counted and said, and the command goes on
 * @param sandbox what the command may see and write, or null to run it plainly
 */
public record Command(
        List<String> argv,
        Path directory,
        Map<String, String> environment,
        Duration timeout,
        long outputLimit,
        @Nullable Sandbox sandbox) {

    /** A hook may write this much to its log before the rest is counted instead of kept. */
    public static final long DEFAULT_OUTPUT_LIMIT = 64L << 20;

    /** The limit of Upsun's build hooks in most regions. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);

    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("argv is empty");
        }
    }

    /** A user's hook: stops at the first failing line. */
    public static Command script(String script, Path directory, Map<String, String> environment) {
        return new Command(
                List.of("/bin/sh", "-e", "-c", script),
                directory,
                environment,
                DEFAULT_TIMEOUT,
                DEFAULT_OUTPUT_LIMIT,
                null);
    }

    /** A script of a live application: the same, after its {@link EnvironmentFile}. */
    public static Command liveScript(String script, Path directory, Map<String, String> environment) {
        Command plain = script(script, directory, environment);
        return new Command(
                EnvironmentFile.before(directory, plain.argv()),
                directory,
                environment,
                plain.timeout(),
                plain.outputLimit(),
                null);
    }

    public Command withTimeout(Duration other) {
        return new Command(argv, directory, environment, other, outputLimit, sandbox);
    }

    public Command in(Sandbox other) {
        return new Command(argv, directory, environment, timeout, outputLimit, other);
    }
}
