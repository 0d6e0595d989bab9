package io.jenkins.plugins.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What hooks, processes and workers of a live application find around them. */
class SurroundingsTest extends AHost {
    @Test
    void the_environment_file_has_the_last_word_in_hooks_and_workers() throws Exception {
        workshop.withEnvironmentFile("MODE=$PLATFORM_ENVIRONMENT-by-file\n[ -f nowhere ] && export OTHER=x\n")
                .withApplication("""
                        variables: { env: { MODE: declared } }
                        workers:
                          queue: { commands: { start: "echo $MODE > data/worker; exec sleep 600" } }
                        """);

        String said = workshop.deploy(workshop.spec(1, "one", "", "deploy: \"echo hook: $MODE\""));

        assertThat(said).contains("hook: production-by-file");
        Path written = workshop.data().resolve("worker");
        await().until(() -> Files.exists(written) && Files.size(written) > 0);
        assertThat(written).content().isEqualTo("production-by-file\n");
    }

    @Test
    void an_environment_file_that_fails_is_named_and_what_was_live_is_live() throws Exception {
        workshop.deploy(workshop.spec(1, "one"));
        workshop.withEnvironmentFile("export MODE=${MODE//a/b}\n");

        assertThatThrownBy(() -> workshop.deploy(workshop.spec(2, "two")))
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageContaining("‘.environment’ of application ‘app’")
                .hasMessageContaining("/bin/sh");

        assertThat(Workshop.client(host).get("/version").body()).isEqualTo("one");
    }

    @Test
    void a_worker_has_its_own_mounts_and_variables_instead_of_the_applications() throws Exception {
        workshop.withApplication("""
                variables: { env: { MODE: application } }
                workers:
                  queue:
                    variables: { env: { ROLE: worker } }
                    mounts: { spool: { source: storage, source_path: spool } }
                    commands: { start: "echo \\"$ROLE-$MODE-$PORT\\" > spool/said; exec sleep 600" }
                """);

        workshop.deploy(workshop.spec(1, "one"));

        Path written = workshop.data().resolveSibling("spool/said");
        await().until(() -> Files.exists(written) && Files.size(written) > 0);
        assertThat(written).content().isEqualTo("worker--\n");
    }

    @Test
    void a_project_keeps_its_entropy_and_knows_the_tree_it_was_built_from() throws Exception {
        String hook = "deploy: \"echo $PLATFORM_PROJECT_ENTROPY $PLATFORM_TREE_ID\"";

        String first = workshop.deploy(workshop.spec(1, "one", "", hook));
        String second = workshop.deploy(workshop.spec(2, "two", "", hook));

        assertThat(entropy(first, "tree-one")).hasSize(56).isEqualTo(entropy(second, "tree-two"));
    }

    private static String entropy(String said, String tree) {
        return said.lines()
                .filter(line -> line.endsWith(" " + tree))
                .findFirst()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .orElseThrow();
    }
}
