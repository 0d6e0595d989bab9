package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the command judges real configurations is tested where the command is. */
class CorpusTest {
    @BeforeEach
    void corpusIsOnThisMachine() {
        assumeTrue(Files.isDirectory(Corpus.root()), "the corpus of real configurations is not beside the repository");
    }

    @Test
    void every_accepted_configuration_reads_back_as_it_was_stored() throws Exception {
        int read = 0;
        for (Corpus project : Corpus.all()) {
            if (project.accepted()) {
                ProjectConfig config = ConfigReader.read(project.folder(), "corpus");
                JsonNode stored = JsonMapper.shared().readTree(config.source().toString());
                ProjectConfig again = ConfigReader.map(stored);
                assertThat(again.applications()).as(project.name()).isEqualTo(config.applications());
                assertThat(again.routes()).as(project.name()).isEqualTo(config.routes());
                assertThat(config.order())
                        .containsExactlyElementsOf(config.applications().keySet());
                read++;
            }
        }
        assertThat(read).isPositive();
    }
}
