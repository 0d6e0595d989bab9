package io.jenkins.plugins.slipway.engine.target;

import java.util.Map;

/**
 * What another process needs to find an operation again, to finish it or to undo it. It is in the journal before the operation
 * begins, so it holds no credential.
 *
 * @param step the planned step's name
 * @param place which of an environment's places it is at; empty where there is only one
 * @param facts in the words of the target, such as the commit that is replaced
 */
public record OperationHandle(String step, String place, Map<String, String> facts) {
    public OperationHandle {
        facts = Map.copyOf(facts);
    }
}
