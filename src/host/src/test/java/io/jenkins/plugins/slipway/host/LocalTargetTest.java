package io.jenkins.plugins.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTargetTest {
    @TempDir
    private Path folder;

    private Workshop workshop;
    private HostControl control;

    @BeforeEach
    void start() throws Exception {
        workshop = new Workshop(folder);
        control = HostControl.of(workshop.home());
        control.start(0, null);
    }

    @AfterEach
    void stop() throws Exception {
        control.stop(true);
    }

    @Test
    void a_release_goes_live_and_the_next_one_takes_its_place() throws Exception {
        String said = workshop.deploy(workshop.spec(1, "one"));
        assertThat(said).contains("release 1 serves");
        assertThat(client().get("/")).isEqualTo(new Client.Answer(200, "one"));

        workshop.deploy(workshop.spec(2, "two"));
        assertThat(client().get("/").body()).isEqualTo("two");
        assertThat(workshop.target().inspect("shop", "production")).contains(new Live(2, 2, 2, "healthy", null, null));
    }

    private Client client() throws Exception {
        return new Client(control.status().orElseThrow().port(), "production.shop.localhost");
    }
}
