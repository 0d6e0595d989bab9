package io.jenkins.plugins.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.host.supervisor.Cgroups;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProcessesTest extends AHost {
    @Test
    void several_instances_share_the_requests_and_the_mounts_and_have_places_of_their_own() throws Exception {
        workshop.withEnvironment("instances: { app: 2 }").withApplication("""
                workers:
                  busy:
                    commands: { start: "cat own/born 2>/dev/null >> data/found; date > own/born; exec sleep 1000" }
                    mounts: { own: { source: instance }, data: { source: storage, source_path: data } }
                """);
        workshop.deploy(workshop.spec(1, "one"));

        Set<String> born = new TreeSet<>();
        await().until(() -> {
            born.add(client.get("/born").body());
            return born.size() == 2;
        });
        client.get("/append?kept");

        assertThat(client.get("/lines").body()).isEqualTo("kept\n");
        await().until(() -> Files.exists(environment().resolve("instance/1/app.busy/own/born")));
        workshop.deploy(workshop.spec(2, "two"));
        assertThat(environment().resolve("instance/1")).doesNotExist();
        assertThat(workshop.data().resolve("found")).hasContent("");
    }

    @Test
    void an_application_may_listen_at_a_unix_socket() throws Exception {
        workshop.withWeb("upstream: { socket_family: unix }");
        String said = workshop.deploy(workshop.spec(1, "one"));

        assertThat(said).contains("app answers at its socket");
        assertThat(Workshop.client(host).get("/").body()).isEqualTo("one");
        workshop.deploy(workshop.spec(2, "two"));
        assertThat(Workshop.client(host).get("/").body()).isEqualTo("two");
    }

    @Test
    void a_mount_of_source_tmp_is_empty_whenever_its_process_starts() throws Exception {
        workshop.withApplication("""
                workers:
                  busy:
                    commands: { start: "test -s data/counts && pause=0.2 || pause=5; ls scratch | wc -l >> data/counts; touch scratch/a; sleep $pause" }
                    mounts: { scratch: { source: tmp }, data: { source: storage, source_path: data } }
                """);
        workshop.deploy(workshop.spec(1, "one"));

        Path counts = workshop.data().resolve("counts");
        await().until(() -> Files.exists(counts) && Files.readAllLines(counts).size() > 2);
        assertThat(Files.readAllLines(counts)).allMatch(line -> line.strip().equals("0"));
    }

    @Test
    void processes_keep_within_their_limits_where_the_machine_lets_groups_be_made() throws Exception {
        assumeTrue(Cgroups.reason().isEmpty(), Cgroups.reason().orElse(""));
        workshop.withEnvironment("limits: { app: { memory: 256M, processes: 120 } }")
                .withApplication("""
                workers:
                  greedy:
                    commands:
                      start: "(for i in $(seq 200); do sleep 30 & done) 2> data/refused; exec sleep 1000"
                    mounts: { data: { source: storage, source_path: data } }
                """);
        workshop.deploy(workshop.spec(1, "one"));

        Path refused = workshop.data().resolve("refused");
        await().until(() -> Files.exists(refused) && Files.readString(refused).contains("fork"));
        assertThat(Workshop.client(host).get("/").body()).isEqualTo("one");
    }

    private Path environment() {
        return workshop.data().getParent().getParent().getParent();
    }
}
