package io.jenkins.plugins.slipway.engine.target;

import java.util.Map;

/**
 * What a step did.
 *
 * @param skipped whether there was nothing to do
 * @param facts for the journal, such as {@link DataFacts}
 */
public record StepResult(boolean skipped, Map<String, String> facts) {
    public static final StepResult DONE = new StepResult(false, Map.of());
    public static final StepResult SKIPPED = new StepResult(true, Map.of());
}
