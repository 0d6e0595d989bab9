package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import io.jenkins.plugins.slipway.engine.environment.LeaseRecords;
import io.jenkins.plugins.slipway.engine.gate.VerdictRecords;
import io.jenkins.plugins.slipway.engine.release.ReleaseRecords;
import java.util.function.Supplier;

/** What is written down of releases, deployments and verdicts, wherever that is. Safe for several threads. */
public interface Records extends AutoCloseable {
    ReleaseRecords releases();

    DeploymentRecords deployments();

    VerdictRecords verdicts();

    LeaseRecords leases();

    /**
     * Asks several questions for little more than the price of one, and of one moment: a file is opened once for all of them.
     * Others wait until the last is answered, so the questions must wait for nobody.
     */
    default <T> T together(Supplier<T> questions) {
        return questions.get();
    }

    @Override
    void close();
}
