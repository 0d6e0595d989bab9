package io.jenkins.plugins.slipway.host.router.files;

import java.util.function.LongSupplier;

/** A file on its way to a client. The system's own sending is not seen by the connection, so its position is looked at. */
public final class FileTransfer {
    private final LongSupplier position;
    private long last = -1;
    private long since = System.nanoTime();

    /** @param position how far it has come, in bytes */
    public FileTransfer(LongSupplier position) {
        this.position = position;
    }

    /** Whether the client has taken nothing for so long. */
    public boolean stalled(long now, long nanos) {
        long here = position.getAsLong();
        if (here != last) {
            last = here;
            since = now;
        }
        return now - since > nanos;
    }
}
