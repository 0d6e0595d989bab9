package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassDataTrainingTest {
    @TempDir
    Path folder;

    @Test
    void the_training_gets_as_far_as_a_second_deployment_so_that_all_classes_of_one_are_met() throws Exception {
        ClassDataTraining.in(folder);
        Run history = Run.with(
                Map.of("HOME", folder.toString()), folder, "history", "staging", "--project", "training", "--json");
        assertThat(history.document().get("deployments"))
                .hasSize(2)
                .allSatisfy(deployment ->
                        assertThat(deployment.get("state").asString()).isEqualTo("LIVE"));
    }
}
