package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import io.jenkins.plugins.slipway.engine.gate.VerdictRecords;
import io.jenkins.plugins.slipway.engine.release.ReleaseRecords;

/** What is written down of releases, deployments and verdicts, wherever that is. Safe for several threads. */
public interface Records extends AutoCloseable {
    ReleaseRecords releases();

    DeploymentRecords deployments();

    VerdictRecords verdicts();

    @Override
    void close();
}
