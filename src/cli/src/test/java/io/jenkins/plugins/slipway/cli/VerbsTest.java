package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which verb is meant is known before the parser looks, so that it need not learn all of them. */
class VerbsTest {
    @Test
    void the_verb_comes_first_or_behind_options_of_the_command() {
        assertThat(Verbs.name("deploy", "staging")).isEqualTo("deploy");
        assertThat(Verbs.name("--home", "/state", "--json", "status")).isEqualTo("status");
        assertThat(Verbs.name("--home=/state", "--by", "deploy", "build")).isEqualTo("build");
    }

    @Test
    void where_that_is_not_clear_all_verbs_are_meant() {
        assertThat(Verbs.name()).isEmpty();
        assertThat(Verbs.name("--help")).isEmpty();
        assertThat(Verbs.name("--version")).isEmpty();
        assertThat(Verbs.name("--home")).isEmpty();
        assertThat(Verbs.name("--unheard-of", "status")).isEmpty();
        assertThat(Verbs.name("stattus")).isEmpty();
        assertThat(Verbs.meant("--help")).hasSize(Verbs.names().size());
        assertThat(Verbs.meant("--json", "status")).hasSize(1).first().isInstanceOf(StatusVerb.class);
    }
}
