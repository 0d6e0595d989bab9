package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.engine.BadInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the router is to listen. */
final class ListenOptions {
    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port of all environments; the last one, else 8080 or a free one, unless set.")
    private @Nullable Integer port;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "The address to listen on; this machine only unless set.")
    private @Nullable String address;

    @Nullable
    Integer port() {
        return port;
    }

    @Nullable
    String address() {
        return address;
    }

    /** @throws BadInputException if the port is none */
    void check() {
        if (port != null && (port < 1 || port > 65535)) {
            throw new BadInputException("--port " + port + ": give a number from 1 to 65535.");
        }
    }
}
