package io.jenkins.plugins.slipway.host.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.jenkins.plugins.slipway.host.Workshop;
import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.daemon.ShutdownMode;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesWithoutSandboxesTest {
    @TempDir
    private Path folder;

    @Test
    void a_server_runs_and_ends_without_sandboxes_too_and_never_as_root() throws Exception {
        assumeFalse(Software.postgres(System.getenv("PATH")).isEmpty(), "PostgreSQL is not installed");
        Workshop workshop = new Workshop(folder)
                .withApplication("relationships: { database: \"db:postgresql\" }")
                .with("services: { db: { type: \"postgresql:15\" } }");
        Daemon host = workshop.host(false);
        ProcessHandle server;
        try {
            assertThat(workshop.deploy(workshop.spec(
                            1, "one", "", "deploy: psql \"$DATABASE_URL\" -Atc 'select current_database()'")))
                    .contains("main\n");
            Path services = new HostHome(workshop.home())
                    .environment(Workshop.PROJECT, "production")
                    .resolve("services");
            ServiceState state =
                    ServiceState.read(new ServiceFolder(services.resolve("db"))).orElseThrow();
            server = ProcessHandle.of(state.process().pid()).orElseThrow();
            assertThat(server.info().commandLine().orElse("")).contains("postgres -D");
        } finally {
            host.stop(ShutdownMode.WITH_APPLICATIONS);
        }
        assertThat(server.isAlive()).isFalse();
    }
}
