package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Runs operations of scripts. */
@FunctionalInterface
public interface Operations {
    /**
     * Runs an operation and gives what it returned.
     *
     * @param log takes what the script prints meanwhile
     */
    JsonNode call(ScriptSource source, OperationCall call, OutputSink log)
            throws OperationFailedException, IOException, InterruptedException;
}
