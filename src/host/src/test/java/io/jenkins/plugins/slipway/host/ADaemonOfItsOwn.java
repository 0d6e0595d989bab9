package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.host.control.StatusReport;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A daemon and a router in processes of their own for each test, which can be killed, with a workshop and a client of its environment. */
public abstract class ADaemonOfItsOwn {
    @TempDir
    protected Path folder;

    protected Workshop workshop;
    protected HostControl control;
    protected Client client;

    @BeforeEach
    void startDaemon() throws Exception {
        workshop = new Workshop(folder);
        control = HostControl.of(workshop.home());
        StatusReport report = control.start(0, null);
        client = new Client(report.port(), "production.shop.localhost");
    }

    @AfterEach
    protected void stopDaemon() throws Exception {
        control.stop(true);
    }
}
