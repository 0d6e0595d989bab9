package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;

/** Says now and then how far unpacking has come. */
final class UnpackProgress implements ArtifactStore.Progress {
    private static final long STEP_NANOS = 5_000_000_000L;

    private final ReleaseSpec.Artifact artifact;
    private final PhaseLog log;
    private long lastSaid = System.nanoTime();

    UnpackProgress(ReleaseSpec.Artifact artifact, PhaseLog log) {
        this.artifact = artifact;
        this.log = log;
    }

    @Override
    public void advanced(long bytes, long files) {
        long now = System.nanoTime();
        if (now - lastSaid >= STEP_NANOS) {
            lastSaid = now;
            log.say("unpacking " + artifact.application() + ": " + files + " files, " + (bytes >> 20) + " MB");
        }
    }
}
