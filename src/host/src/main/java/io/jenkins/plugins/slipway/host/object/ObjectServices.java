package io.jenkins.plugins.slipway.host.object;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.object.Backoff;
import io.jenkins.plugins.slipway.engine.object.ScriptPool;
import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.time.Clock;

/**
 * What the objects of all environments share.
 *
 * @param backoff how often and how fast third parties are asked again
 */
record ObjectServices(
        HostHome home, ProcessRunner runner, ScriptPool pool, ArtifactStore store, Clock clock, Backoff backoff) {}
