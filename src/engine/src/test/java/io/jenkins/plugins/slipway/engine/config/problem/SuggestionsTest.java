package io.jenkins.plugins.slipway.engine.config.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
    private static final List<String> KNOWN = List.of(
            "hooks",
            "web",
            "workers",
            "crons",
            "mounts",
            "relationships",
            "variables",
            "headers",
            "cache",
            "production");

    @ParameterizedTest
    @CsvSource({
        "hook, hooks",
        "wokers, workers",
        "Hooks, hooks",
        "relationhsips, relationships",
        "cron, crons",
        "prod, production",
        "web_, web",
        "webs, web"
    })
    void a_slip_is_understood(String written, String meant) {
        assertThat(Suggestions.nearest(written, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"response_headers", "domains", "x", "scripts", "disk", "____", "cachecontrolheaders"})
    void a_word_of_another_meaning_is_not_taken_for_a_slip(String written) {
        assertThat(Suggestions.nearest(written, KNOWN)).isEmpty();
    }

    @Test
    void the_search_ends_soon_however_much_is_known_and_however_long_the_word_is() {
        List<String> many = IntStream.range(0, 200_000)
                .mapToObj(i -> "application-number-" + i)
                .toList();
        assertThat(Suggestions.nearest("application-number-x1", many)).isPresent();
        assertThat(Suggestions.nearest("a".repeat(1_000_000), many)).isEmpty();
        assertThat(Suggestions.nearest("app", List.of("a".repeat(1_000_000)))).isEmpty();
    }
}
