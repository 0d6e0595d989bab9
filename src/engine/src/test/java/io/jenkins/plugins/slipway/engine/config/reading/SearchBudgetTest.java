package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.expression.Expression;
import io.jenkins.plugins.slipway.engine.config.expression.SearchBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many expressions a project writes, each of them legal: what one request is tried with is bounded where it is written. */
class SearchBudgetTest {
    private static final String HEAVY = "x(a?b?c?d?e?f?){20}";
    private static final int STEPS = Expression.of(HEAVY + "10/").steps();
    private static final int FEW = SearchBudget.MOST_STEPS / STEPS;

    @TempDir
    private Path folder;

    @Test
    void the_rules_of_an_application_are_counted_together() throws IOException {
        assertThat(problems(rules(FEW))).isEmpty();
        assertThat(problems(rules(FEW + 2)))
                .singleElement()
                .asString()
                .contains("/applications/app/web/locations: the expressions of all rules have ")
                .contains(" steps together; one request is tried with 10000 at most;"
                        + " use fewer or simpler expressions, or plain paths and prefixes");
    }

    @Test
    void so_are_the_redirects_of_a_route() throws IOException {
        assertThat(problems(redirects(FEW))).isEmpty();
        assertThat(problems(redirects(FEW + 2)))
                .singleElement()
                .asString()
                .contains("/redirects/paths: the expressions of this route’s redirects have ");
    }

    @Test
    void both_are_counted_together_in_both_forms_of_a_location() throws IOException {
        int half = FEW / 2 + 2;
        assertThat(problems(rules(half))).isEmpty();
        assertThat(problems(redirects(half))).isEmpty();
        String older = "      web:\n        document_root: /public\n        whitelist:\n"
                + many(half, " ".repeat(10) + "- ", "").replace(": {  }", "");
        for (String web : List.of(rules(half), older)) {
            assertThat(problems(web + redirects(half)))
                    .filteredOn(problem -> problem.contains(" steps together"))
                    .singleElement()
                    .asString()
                    .contains("/redirects/paths: ")
                    .contains(", and those of its application’s rules ");
        }
    }

    @Test
    void rules_that_are_too_many_by_themselves_are_one_error_whatever_routes_lead_to_them() throws IOException {
        assertThat(problems(rules(FEW + 2) + redirects(FEW)))
                .singleElement()
                .asString()
                .contains("/applications/app/web/locations: ");
    }

    @Test
    void a_redirect_does_not_blow_a_path_up() throws IOException {
        assertThat(problems(route("'^/(.*)$': { to: 'https://x.example/" + "$1".repeat(20) + "', regexp: true }")))
                .isEmpty();
        assertThat(problems(route("'^/(.*)$': { to: 'https://x.example/" + "$1".repeat(21) + "', regexp: true }")))
                .singleElement()
                .asString()
                .contains("has more than 20 places for groups");
    }

    private static String rules(int count) {
        return "      web:\n        locations:\n          '/':\n            rules:\n"
                + many(count, " ".repeat(14), "allow: false");
    }

    private static String redirects(int count) {
        return route(many(count, " ".repeat(8), "to: '/x', regexp: true").strip());
    }

    private static String many(int count, String indent, String rule) {
        return IntStream.range(10, 10 + count)
                .mapToObj(i -> indent + "'" + HEAVY + i + "/': { " + rule + " }\n")
                .collect(Collectors.joining());
    }

    private static String route(String paths) {
        return "routes:\n  'https://{default}/':\n    type: upstream\n    upstream: 'app:http'\n    redirects:\n"
                + "      paths:\n        " + paths + "\n";
    }

    private List<String> problems(String more) throws IOException {
        return new Repository(folder)
                .with(".slipway/config.yaml", "applications:\n    app:\n      type: nodejs:20\n" + more)
                .problems();
    }
}
