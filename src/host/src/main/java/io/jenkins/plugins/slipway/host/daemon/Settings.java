package io.jenkins.plugins.slipway.host.daemon;

import io.jenkins.plugins.slipway.host.home.AtomicFile;
import io.jenkins.plugins.slipway.host.home.HostHome;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.io.IOException;
import java.nio.file.Files;

/**
 * Where the daemon listens, kept from start to start.
 *
 * @param port of the router, 0 before the first start
 * @param address on which the router listens
 */
record Settings(int port, String address) {
    static final int FIRST_PORT = 8080;
    static final String LOOPBACK = "127.0.0.1";

    static Settings read(HostHome home) throws IOException {
        return Files.exists(home.settings())
                ? HostJson.MAPPER.readValue(Files.readAllBytes(home.settings()), Settings.class)
                : new Settings(0, LOOPBACK);
    }

    void write(HostHome home) throws IOException {
        AtomicFile.write(home.settings(), HostJson.MAPPER.writeValueAsBytes(this));
    }
}
