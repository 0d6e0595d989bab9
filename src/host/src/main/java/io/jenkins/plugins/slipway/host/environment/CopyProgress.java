package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import io.jenkins.plugins.slipway.host.mount.TreeCopy;

/** Says now and then how far a copy has come. */
final class CopyProgress implements TreeCopy.Progress {
    private static final long STEP_NANOS = 5_000_000_000L;

    private final PhaseLog log;
    private long lastSaid = System.nanoTime();

    CopyProgress(PhaseLog log) {
        this.log = log;
    }

    @Override
    public void advanced(long files, long bytes) {
        long now = System.nanoTime();
        if (now - lastSaid >= STEP_NANOS) {
            lastSaid = now;
            log.say(files + " files copied, of " + BackupWork.megabytes(bytes));
        }
    }
}
