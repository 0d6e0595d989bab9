package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.daemon.ShutdownMode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A daemon in this process for each test, with a workshop that makes releases for it and a client of its environment. */
public abstract class AHost {
    @TempDir
    protected Path folder;

    protected Workshop workshop;
    protected Daemon host;
    protected Client client;

    @BeforeEach
    void startHost() throws Exception {
        workshop = new Workshop(folder);
        host = workshop.host();
        client = Workshop.client(host);
    }

    @AfterEach
    void stopHost() throws Exception {
        if (host != null) {
            host.stop(ShutdownMode.WITH_APPLICATIONS);
        }
    }
}
