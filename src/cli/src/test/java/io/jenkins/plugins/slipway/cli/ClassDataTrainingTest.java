package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassDataTrainingTest {
    @TempDir
    Path folder;

    @Test
    void the_training_gets_as_far_as_a_release_so_that_all_classes_of_a_build_are_met() throws IOException {
        ClassDataTraining.main(new String[] {folder.toString()});
        Run releases =
                Run.with(Map.of("HOME", folder.toString()), folder, "releases", "--project", "training", "--json");
        assertThat(releases.document().get("releases")).hasSize(1);
    }
}
