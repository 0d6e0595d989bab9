package io.jenkins.plugins.slipway.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
            System.out.println("== " + project.name() + (project.accepted() ? " accept" : " REJECT"));
            found.forEach(System.out::println);
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
}
