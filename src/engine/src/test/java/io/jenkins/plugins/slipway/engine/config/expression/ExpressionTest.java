package io.jenkins.plugins.slipway.engine.config.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that is searched for takes longer than in proportion to what it is searched in. */
class ExpressionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "(?=a)b looks", "(?!a)b looks", "(?<=a)b looks", "(?<!a)b looks", "(a)\\1 refers",
                        "(?P<n>a)(?P=n) syntax", "(?>a) backtracking", "a++ backtracking",
                "a*+b backtracking", "[ missing", "(a missing", "a) without", "*a missing", "(?x)a syntax",
                        "\\Z escape", "(?P<n>a)(?P<n>b) duplicate",
            })
    void what_it_cannot_be_is_said_with_the_reason(String text, String reason) {
        assertThatThrownBy(() -> Expression.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{1000}){1000}", "((a{100}){100}){100}", "((((a{9}){9}){9}){9}){9}", "a{999}{999}",
                        "(?:[a-z]{500}){500}", "(a|b{30}){200}",
                "(\\d{99}){99}", "([\\]a]{99}){99}", "([[:alpha:]]{99}){99}", "(\\Qab\\E{600}){600}",
                        "(a{2,1000}b?){1000,}", "\\pL{1000}\\pL{1000}"
            })
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void repetitions_of_repetitions_are_not_even_written_out(String text) {
        assertThatThrownBy(() -> Expression.of(text)).hasMessageContaining("too large");
    }

    @Test
    void depth_and_length_are_bounded() {
        assertThatThrownBy(() -> Expression.of("(".repeat(60) + "a" + ")".repeat(60)))
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> Expression.of("a".repeat(5000))).hasMessageContaining("longer than");
        assertThatThrownBy(() -> Expression.of("a?".repeat(900) + "b")).hasMessageContaining("too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\.(jpe?g|png|gif|svgz?|css|js|map|ico|bmp|eot|woff2?|otf|ttf)$",
                "\\.(css|js|map|hbs|gif|jpe?g|png|tiff|wbmp|ico|jng|bmp|svgz|midi?|mp?ga|mp2|mp3|m4a|ra|weba|3gpp?|mp4|mpe?g|mpe|ogv|mov|webm"
                        + "|flv|mng|asx|asf|wmv|avi|ogx|swf|jar|ttf|eot|woff|otf|html?)$",
                "^/static/version\\d+/(?<resource>.*)$",
                "^/api/(?P<n>.*)$",
                "^/sites/[^/]+/settings.*?\\.php$",
                "(?i)\\.PDF$",
                "[\\w-]+\\/x",
                "a{,3}"
            })
    void what_projects_write_is_taken(String text) {
        assertThat(Expression.of(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^/blog/(.*)/(.*)/(.*)\\.html$",
                "^/(b|c)*$",
                "^/(a|a)*$",
                "(a+)+$",
                "(.*)(.*)(.*)(.*)(.*)x$",
                "^(/[^/]*)*/z$",
                "(a*)*c",
                "^/(a|b|ab)*c$",
            })
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void the_worst_text_takes_no_longer_than_its_length_says(String text) {
        Expression expression = Expression.of(text);
        for (String part : new String[] {"/", "b/", "a", "ab", "b"}) {
            assertThat(expression.foundIn("/blog" + ("/" + part).repeat(16_000 / (part.length() + 1)) + "!"))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void it_finds_what_other_engines_find(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] pieces = {
            "a", "b", "/", "\\.", "[ab]", "(a|b)", "(a)", "b?", "a*", "[^/]+", ".*", "^", "$", "(?:ab)", "a{2}", "\\d"
        };
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            StringBuilder searched = new StringBuilder("/");
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
                searched.append("ab/.1".charAt(random.nextInt(5)));
            }
            assertThat(Expression.of(text.toString()).foundIn(searched.toString()))
                    .as(text + " in " + searched)
                    .isEqualTo(
                            Pattern.compile(text.toString()).matcher(searched).find());
        }
    }
}
