/**
 * Frozen builds, named by the digest of their content. Enter by {@link io.jenkins.plugins.slipway.engine.artifact.ArtifactStore}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.artifact;

import org.jspecify.annotations.NullMarked;
