package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Offered by a place where what an application writes can be read. */
public interface LogPort {
    /**
     * The last lines of an application, its workers and crons, or of one of them, by the process' name.
     *
     * @param name of the application, or of one process: {@code api.mail}
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if there is none; the message names those that there are
     */
    Map<String, String> last(String name, int lines) throws IOException;

    /** Writes what comes from now on, until cancelled. */
    void follow(String name, OutputStream out, Cancellation cancellation) throws IOException, InterruptedException;
}
