package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Runs a script once, in a process of its own, to learn what it declares. The process stays for the operations that follow. */
public final class Evaluation {
    /** Loading a few hundred modules takes seconds on a slow disk. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** For a script that does not even load in what its runs get by default, because all of its objects ask for more. */
    private static final int MORE_MEMORY = 1024;

    private final ScriptPool pool;

    public Evaluation(ScriptPool pool) {
        this.pool = pool;
    }

    /**
     * @param log takes what the script prints
     * @throws LifecycleFailedException if there is no whole list; the message has file and line of the user's source
     */
    public DeployList evaluate(ScriptSource source, OutputSink log) throws IOException, InterruptedException {
        try {
            return DeployListReader.read(list(source, log), source.script());
        } catch (OperationFailedException e) {
            throw new LifecycleFailedException(e.getMessage() + "; there is no deploy list, nothing was changed", e);
        }
    }

    private JsonNode list(ScriptSource source, OutputSink log)
            throws OperationFailedException, IOException, InterruptedException {
        try {
            return pool.list(source, DeclaredObject.DEFAULT_MEMORY, LIMIT, log);
        } catch (OperationFailedException e) {
            if (e.kind() != OperationFailedException.Kind.DIED) {
                throw e;
            }
            return pool.list(source, MORE_MEMORY, LIMIT, log);
        }
    }
}
