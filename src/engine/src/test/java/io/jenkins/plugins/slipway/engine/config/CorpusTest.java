package io.jenkins.plugins.slipway.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CorpusTest {
    @BeforeEach
    void corpusIsOnThisMachine() {
        assumeTrue(Files.isDirectory(Corpus.root()), "the corpus of real configurations is not beside the repository");
    }

    @Test
    void every_real_configuration_is_judged_as_expected() throws Exception {
        var wrong = new ArrayList<String>();
        for (Corpus project : Corpus.all()) {
            List<Problem> found = ConfigReader.problems(project.folder());
            List<Problem> errors = found.stream()
                    .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                    .toList();
            found.forEach(
                    problem -> assertThat(problem.next()).as(project.name()).isNotBlank());
            if (project.accepted()) {
                errors.forEach(error -> wrong.add(project.name() + ": " + error));
            } else {
                if (errors.isEmpty()) {
                    wrong.add(project.name() + " is accepted");
                }
                project.unmatched(found).forEach(error -> wrong.add(project.name() + " misses " + error));
            }
        }
        assertThat(wrong).isEmpty();
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
