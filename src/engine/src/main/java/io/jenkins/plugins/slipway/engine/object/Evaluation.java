package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import java.io.IOException;
import java.time.Duration;

/** Runs a script once, in a process of its own, to learn what it declares. */
public final class Evaluation {
    /** Loading a few hundred modules takes seconds on a slow disk. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int MEMORY = 512;

    private final ProcessRunner runner;

    public Evaluation(ProcessRunner runner) {
        this.runner = runner;
    }

    /**
     * @param log takes what the script prints
     * @throws LifecycleFailedException if there is no whole list; the message has file and line of the user's source
     */
    public DeployList evaluate(ScriptSource source, OutputSink log) throws IOException, InterruptedException {
        try (ScriptProcess process = ScriptProcess.start(runner, source, MEMORY, LIMIT.plusSeconds(10))) {
            return DeployListReader.read(process.list(LIMIT, log), source.script());
        } catch (OperationFailedException e) {
            throw new LifecycleFailedException(e.getMessage() + "; there is no deploy list, nothing was changed", e);
        }
    }
}
