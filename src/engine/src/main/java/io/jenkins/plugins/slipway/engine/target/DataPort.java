package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.util.List;
import java.util.Optional;

/** Offered by a place that keeps data: backups of it by id. */
public interface DataPort {
    /** Newest first. */
    List<Backup> list() throws InterruptedException;

    /**
     * Takes a backup of what is live. Waits for a deployment that is under way.
     *
     * @param holder who asks, for those who wait meanwhile
     */
    Backup create(String holder, OutputSink log, Cancellation cancellation) throws InterruptedException;

    /**
     * Puts a backup in the place of the data that is there.
     *
     * @return the backup that was taken of that; empty if there was nothing to save
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if there is no such backup
     * @throws io.jenkins.plugins.slipway.engine.LifecycleFailedException if it cannot be loaded; the data is as it was
     */
    Optional<Backup> restore(String id, String holder, OutputSink log, Cancellation cancellation)
            throws InterruptedException;
}
