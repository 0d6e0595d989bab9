package io.jenkins.plugins.slipway.host.daemon;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.host.home.AtomicFile;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * Where the daemon listens, kept from start to start.
 *
 * @param format of everything below the host folder; null in what is older than the first
 * @param port of the router at the last start, 0 before the first
 * @param address on which the router listens
 * @param usual the port that the home keeps, if another program had it at the last start; null if it is the same
 */
record ListenSettings(
        @Nullable Integer format,
        int port,
        String address,
        @Nullable Integer usual) {
    /** Raised when a daemon of one number cannot read what one of another wrote. */
    static final int FORMAT = 1;

    static final int FIRST_PORT = 8080;
    static final String LOOPBACK = "127.0.0.1";

    /** @throws BadInputException if a newer Slipway wrote it */
    static ListenSettings read(HostHome home) throws IOException {
        if (!Files.exists(home.settings())) {
            return new ListenSettings(FORMAT, 0, LOOPBACK, null);
        }
        ListenSettings result = HostJson.MAPPER.readValue(Files.readAllBytes(home.settings()), ListenSettings.class);
        if (result.format() != null && result.format() > FORMAT) {
            throw new BadInputException("the state in " + home.directory()
                    + " was written by a newer slipway: it has format " + result.format() + ", this slipway reads "
                    + FORMAT + ". Use that slipway, or a newer one");
        }
        return result;
    }

    void write(HostHome home) throws IOException {
        AtomicFile.write(home.settings(), HostJson.MAPPER.writeValueAsBytes(this));
    }
}
