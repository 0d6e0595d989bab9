package io.jenkins.plugins.slipway.cli.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Real projects, judged by the command: what is good loads and has plans, what is broken is refused where it is broken. The
 * table of all is left in {@code target/corpus.md}.
 */
class CorpusVerdictsTest {
    @TempDir
    private Path folder;

    private final List<String> wrong = new ArrayList<>();
    private final List<String> table = new ArrayList<>(List.of(
            "| case | expected | validate | build --dry-run | deploy --dry-run | first problem |",
            "|---|---|---|---|---|---|"));

    @Test
    void good_projects_load_and_have_plans_and_broken_ones_are_refused_at_their_place() throws IOException {
        Optional<Path> root = CorpusCase.root();
        assumeTrue(root.isPresent(), "no corpus beside the checkout, and -Dslipway.corpus names none");
        List<CorpusCase> cases = CorpusCase.all(root.orElseThrow());
        assertThat(cases).as("cases in " + root).isNotEmpty();
        for (CorpusCase each : cases) {
            judge(each);
        }
        Files.write(Path.of("target/corpus.md"), table);
        assertThat(wrong).as("the table is in src/cli/target/corpus.md").isEmpty();
    }

    private void judge(CorpusCase each) {
        Run validated = slipway(each, "validate", "--json");
        JsonNode document = validated.document();
        JsonNode problems = document.path("problems");
        boolean valid = document.path("valid").asBoolean(false);
        problems.forEach(problem ->
                assertThat(problem.path("next").asString()).as(each.name()).isNotBlank());
        String build = "";
        String deploy = "";
        if (valid) {
            build = lines(each, slipway(each, "build", "--dry-run"), document);
            deploy = lines(each, slipway(each, "deploy", "staging", "--dry-run"), document);
        }
        if (each.accepted() != valid) {
            wrong.add(each.name() + (valid ? " is accepted" : ": " + problems.path(0)));
        } else if (!valid) {
            each.unmatched(problems).forEach(error -> wrong.add(each.name() + " misses " + error));
        }
        table.add("| " + each.name() + " | " + (each.accepted() ? "accept" : "reject") + " | "
                + (valid ? "valid" : "refused, " + problems.size() + " problems") + " | " + build + " | " + deploy
                + " | "
                + first(problems).replace("|", "\\|") + " |");
    }

    /** How many lines the plan has; it names every application. */
    private String lines(CorpusCase each, Run plan, JsonNode document) {
        if (plan.code() != 0) {
            wrong.add(each.name() + " has no plan: " + plan.err());
            return "none";
        }
        document.path("applications")
                .forEach(name -> assertThat(plan.out()).as(each.name()).contains(name.asString()));
        return plan.out().lines().count() + " lines";
    }

    private static String first(JsonNode problems) {
        JsonNode problem = problems.path(0);
        return problem.isMissingNode()
                ? ""
                : problem.path("file").asString() + ":" + problem.path("line").asInt() + " "
                        + problem.path("path").asString() + " "
                        + problem.path("rule").asString();
    }

    private Run slipway(CorpusCase each, String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--dir", each.folder().toString()));
        return Run.with(
                Map.of("HOME", folder.resolve("home").toString(), "USER", "ada", "PATH", System.getenv("PATH")),
                folder,
                all.toArray(String[]::new));
    }
}
