package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.artifact.Digest;

/**
 * The code that runs an object's operations: a script in a frozen artifact.
 *
 * @param deployment number of the deployment that brought it into the environment
 * @param release number of the release that it is of
 * @param script path in the artifact
 */
public record ObjectCode(int deployment, int release, Digest artifact, String script) {}
