package io.jenkins.plugins.slipway.engine.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.deploy.Yard;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ATamperedArtifactIsRefusedTest {
    private Yard yard;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        yard = new Yard(folder);
        yard.deploy("staging", yard.release("1"));
    }

    @AfterEach
    void close() {
        yard.close();
    }

    @Test
    void nothing_is_touched_when_an_artifact_is_not_what_its_name_says() {
        Release two = yard.release("2");
        int done = yard.target.story().size();
        yard.artifacts.alter(two.artifacts().get("web"));

        assertThatThrownBy(() -> yard.deploy("staging", two))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("‘web’")
                .hasMessageContaining(two.artifacts().get("web").value())
                .hasMessageContaining("was altered");

        assertThat(yard.target.story()).hasSize(done);
        assertThat(yard.target.serving("staging")).isEqualTo(1);
        assertThat(yard.records.deployments().history("shop", "staging", 9)).hasSize(1);
        assertThat(yard.target.inspect("shop", "staging").orElseThrow().holder())
                .isNull();
    }

    @Test
    void a_rollback_is_refused_as_well() throws Exception {
        Release one = yard.records.releases().find("shop", 1).orElseThrow();
        yard.deploy("staging", yard.release("2"));
        yard.artifacts.alter(one.artifacts().get("api"));

        assertThatThrownBy(() -> yard.rollback("staging"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("‘api’");

        assertThat(yard.target.serving("staging")).isEqualTo(2);
    }
}
