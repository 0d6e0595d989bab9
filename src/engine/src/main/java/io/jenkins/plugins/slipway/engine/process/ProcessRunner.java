package io.jenkins.plugins.slipway.engine.process;

import java.io.IOException;

/**
 * Runs a command to its end. When {@link #run} returns, nothing of the command's process tree lives on, whether it ended by
 * itself, ran out of time or was cancelled, and however its children detached themselves.
 */
public interface ProcessRunner {
    /**
     * Runs the command and waits.
     *
     * @param output receives the merged standard output and error, bounded by the command's limit
     * @param cancellation ends the command early; {@link Cancellation#never()} for no such wish
     * @throws IOException if the command cannot be started at all, such as a directory that is missing
     */
    Completion run(Command command, OutputSink output, Cancellation cancellation)
            throws IOException, InterruptedException;

    /** Whether sandboxes are enforced; if not, a command with one runs plainly in its real directory. */
    default Sandboxes.Availability sandboxes() {
        return Sandboxes.availability();
    }
}
