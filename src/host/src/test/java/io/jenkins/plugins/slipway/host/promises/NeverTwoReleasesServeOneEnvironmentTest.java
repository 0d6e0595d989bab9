package io.jenkins.plugins.slipway.host.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.host.Client;
import io.jenkins.plugins.slipway.host.Load;
import io.jenkins.plugins.slipway.host.Workshop;
import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.daemon.ShutdownMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 3. */
class NeverTwoReleasesServeOneEnvironmentTest {
    @TempDir
    private Path folder;

    @Test
    void an_older_release_never_answers_after_a_newer_one_and_their_processes_never_live_together() throws Exception {
        Workshop workshop = new Workshop(folder);
        Daemon host = workshop.host();
        try {
            workshop.deploy(workshop.spec(1, "1"));
            List<Client.Answer> answers;
            try (Load load = new Load(Workshop.client(host), 1, "GET", "/")) {
                for (int number = 2; number <= 4; number++) {
                    workshop.deploy(workshop.spec(number, Integer.toString(number)));
                }
                answers = load.end();
            }

            assertThat(answers).extracting(Client.Answer::status).containsOnly(200);
            assertThat(answers)
                    .extracting(answer -> Integer.parseInt(answer.body()))
                    .isSorted()
                    .contains(1, 4);
            assertThat(workshop.data().resolve("alive")).exists();
            assertThat(workshop.data().resolve("overlap")).doesNotExist();
        } finally {
            host.stop(ShutdownMode.WITH_APPLICATIONS);
        }
    }
}
