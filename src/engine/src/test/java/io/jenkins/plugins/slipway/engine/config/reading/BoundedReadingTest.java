package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a file of a megabyte holds, it is judged soon and in few words. Each of these takes well under two seconds on a quiet
 * machine; the bound is for busy ones, and what is not linear passes it by far.
 */
@Timeout(120)
class BoundedReadingTest {
    private static final int MEGABYTE = 1 << 20;
    private static final String APP = "applications:\n  app:\n    type: nodejs:20\n";

    @TempDir
    private Path project;

    private static Arguments file(String name, String head, IntFunction<String> line, String tail) {
        StringBuilder text = new StringBuilder(head);
        for (int i = 0; ; i++) {
            String next = line.apply(i);
            if (text.length() + next.length() + tail.length() > MEGABYTE - 2) {
                return Arguments.of(name, text.append(tail).toString());
            }
            text.append(next);
        }
    }

    static Stream<Arguments> files() {
        String long500 = "a".repeat(500_000);
        return Stream.of(
                file("lists in lists behind a key", "project: x\n", i -> "- ", ""),
                file("keys in keys behind a key", "project: x\n", i -> "? ", ""),
                Arguments.of("a long tag", APP + "x: !<tag:" + long500 + "> 1\n"),
                Arguments.of("a long tag of its own", APP + "x: !" + long500 + " 1\n"),
                file("unknown keys", APP, i -> "k" + i + ": 1\n", ""),
                file("unknown keys of an application", APP, i -> "    hook" + i + ": 1\n", ""),
                file("unknown keys with unknown keys", APP, i -> "k" + i + ": { a: { b: 1 } }\n", ""),
                file("one key again and again", APP, i -> "    size: M\n", ""),
                file("two keys again and again", APP, i -> "  a" + i % 30_000 + ": 1\n", ""),
                file("applications of nothing", "applications:\n", i -> "  a" + i + ": {}\n", ""),
                file("applications of an unknown type", "applications:\n", i -> "  a" + i + ": { type: 'x:1' }\n", ""),
                file(
                        "applications in no time zone",
                        "applications:\n",
                        i -> "  a" + i + ": { type: 'php:8.3', timezone: 'Europe/Pariss' }\n",
                        ""),
                file("applications with names that are none", "applications:\n", i -> "  -a" + i + ": 1\n", ""),
                file(
                        "routes that lead nowhere",
                        APP + "routes:\n",
                        i -> "  'https://r" + i + ".{default}/': { type: upstream, upstream: 'ap:http' }\n",
                        ""),
                file(
                        "routes through a chain of services",
                        APP + "services:\n",
                        i -> i < 9_000
                                ? "  s" + i + ": { type: 'varnish:7.6', relationships: { s" + (i + 1) + ": } }\n"
                                : i == 9_000
                                        ? "routes:\n"
                                        : "  'https://r" + i
                                                + ".{default}/': { type: upstream, upstream: 's0:http' }\n",
                        ""),
                file(
                        "relationships to nothing",
                        APP + "    relationships:\n",
                        i -> "      r" + i + ": app" + i + "\n",
                        ""),
                file(
                        "crons of no schedule",
                        APP + "    crons:\n",
                        i -> "      c" + i + ": { spec: '* * 31 2 *' }\n",
                        ""),
                file(
                        "environments in a chain",
                        APP + "environments:\n",
                        i -> "  e" + i + ": { parent: e" + (i + 1) + " }\n",
                        ""),
                file(
                        "environments in a circle",
                        APP + "environments:\n",
                        i -> "  e" + i + ": { parent: e" + (i + 1) % 20_000 + " }\n",
                        ""),
                file(
                        "environments that all lead back",
                        APP + "environments:\n",
                        i -> "  e" + i + ": { requires: [e0, e" + (i + 1) + "] }\n",
                        ""),
                file(
                        "an environment that requires nothing that is there",
                        APP + "environments: { e: { requires: [",
                        i -> "x" + i + ", ",
                        "] } }\n"),
                file("an order of the same name", APP + "order: [", i -> "app, ", "]\n"),
                file("an order of other names", APP + "order: [", i -> "a" + i + ", ", "]\n"),
                file("an order of mappings", APP + "order: [", i -> "{ a: " + i + " }, ", "]\n"),
                file("domains", APP + "environments: { e: { domains: [", i -> "'-', ", "] } }\n"),
                file(
                        "words of YAML 1.1",
                        APP + "environments:\n  e:\n    variables:\n",
                        i -> "      v" + i + ": yes\n",
                        ""),
                file(
                        "versions that lose digits",
                        APP + "    dependencies:\n      a:\n",
                        i -> "        v" + i + ": 1.10\n",
                        ""),
                file(
                        "numbers that lose digits",
                        APP + "    variables:\n      a:\n",
                        i -> "        v" + i + ": 1.10\n",
                        ""),
                file("anchors", APP + ".a:\n", i -> "  - &a" + i + " x\n", ""),
                file("aliases", ".a: &a x\n" + APP + ".b: [", i -> "*a,", "]\n"),
                file("aliases of a mapping", ".a: &a { x: 1, y: 2, z: 3 }\n" + APP + ".b: [", i -> "*a, ", "]\n"),
                file("aliases of a long text", ".a: &a '" + long500 + "'\n" + APP + "order: [", i -> "*a,", "]\n"),
                file(
                        "aliases of a long address",
                        ".a: &a 'a" + long500 + "'\n" + APP + "services:\n",
                        i -> "  s" + i + ": { type: *a }\n",
                        ""),
                file("merges", ".a: &a { x: 1, y: 2 }\n" + APP + ".b:\n", i -> "  m" + i + ": { <<: *a }\n", ""),
                file("merges of one", ".e: &e {}\n" + APP + ".b:\n  <<: [", i -> "*e, ", "]\n"),
                file("a long key around a list", APP + "? " + long500 + "\n: [", i -> "0, ", "]\n"),
                file("a long key around keys", APP + "? " + long500 + "\n:\n", i -> "  k" + i + ": 0\n", ""),
                file("documents", APP, i -> "---\na: 1\n", ""),
                file("documents that are none", APP, i -> "---\n]\n", ""),
                file("tags", APP + ".a:\n", i -> "  - !unknown x\n", ""),
                file("folders that are not there", APP + ".a:\n", i -> "  - !archive x" + i + "\n", ""),
                file("files that are not there", APP + ".a:\n", i -> "  - !include x" + i + "\n", ""),
                file("keys that are lists", APP + ".a:\n", i -> "  [" + i + "]: x\n", ""),
                file("brackets", APP + ".a: ", i -> "[", ""),
                file("a quote that is not closed", APP + ".a: \"", i -> "b: 1\n", ""),
                file("a line without colon at the end", APP, i -> "k" + i + ": 1\n", "nothing\nb: 1\n"),
                file("lines without colon", APP, i -> "nothing" + i + "\n", ""),
                file("a wrong indentation at the end", APP, i -> "    k" + i + ": 1\n", "   b: 1\n"),
                file("comments", APP, i -> "# " + i + "\n", "b: [\n"),
                file("empty lines", APP, i -> "\n", "b: [\n"),
                file("spaces", APP, i -> " ", "\n  b: [\n"),
                file("tabs", APP, i -> "\t", "\n"),
                file("backslashes", APP + ".a: \"", i -> "\\\\", "\"\n"),
                file("percent signs", "", i -> "%a b\n", ""),
                file("exclamation marks", APP + ".a: ", i -> "!", "\n"),
                file("question marks", APP, i -> "? ", "\n"),
                file("dashes", APP + ".a:\n", i -> "- ", "\n"),
                file("colons", APP, i -> ": ", "\n"),
                file("ampersands", APP + ".a: ", i -> "&a ", "\n"),
                file(
                        "rules of a location",
                        APP + "    web:\n      locations:\n        /:\n          rules:\n",
                        i -> "            '^/(a|b)*" + i + "': { expires: soon, headers: { 'a b': 1 } }\n",
                        ""),
                file(
                        "locations of no form",
                        APP + "    web:\n      locations:\n",
                        i -> "        l" + i + ": { expires: soon }\n",
                        ""),
                file(
                        "mounts that climb out",
                        APP + "    mounts:\n",
                        i -> "      ../m" + i + ": { source: storage }\n",
                        ""),
                file("switched off sections", APP + "    firewall:\n", i -> "      o" + i + ": []\n", ""),
                file(
                        "gates of nothing",
                        APP + "environments: { e: }\ngates:\n",
                        i -> "  g" + i + ": { rules: [{ metric: a, min: 2, max: 1 }] }\n",
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void a_megabyte_of(String what, String text) throws IOException {
        Files.createDirectory(project.resolve(".slipway"));
        Files.writeString(project.resolve(SlipwayFile.PATH), text);
        List<Problem> problems = ConfigReader.problems(project);
        assertThat(problems).hasSizeLessThanOrEqualTo(Problems.MOST);
        assertThat(problems.stream()
                        .mapToInt(problem -> problem.toString().length())
                        .sum())
                .isLessThan(MEGABYTE / 2);
    }

    @Test
    void very_many_files_are_not_all_read() throws IOException {
        Files.createDirectory(project.resolve(".upsun"));
        for (int i = 0; i < 1_200; i++) {
            Files.writeString(project.resolve(".upsun/f" + i + ".yaml"), "k" + i + ": 1\n");
        }
        assertThat(ConfigReader.problems(project).toString()).contains("1200 files of configuration are more than one");
    }

    @Test
    void very_large_files_are_not_all_read() throws IOException {
        Files.createDirectory(project.resolve(".upsun"));
        for (int i = 0; i < 20; i++) {
            Files.writeString(project.resolve(".upsun/f" + i + ".yaml"), "# " + "x".repeat(1_000_000) + "\n");
        }
        assertThat(ConfigReader.problems(project).toString()).contains("16 MiB of all files together");
    }

    @Test
    void of_very_many_problems_the_first_are_shown_and_the_others_counted() throws IOException {
        Files.createDirectory(project.resolve(".slipway"));
        StringBuilder text = new StringBuilder(APP);
        for (int i = 0; i < 1_000; i++) {
            text.append("    hook").append(i).append(": x\n");
        }
        Files.writeString(project.resolve(SlipwayFile.PATH), text);
        List<Problem> problems = ConfigReader.problems(project);
        assertThat(problems)
                .hasSize(100)
                .first()
                .satisfies(first -> assertThat(first.line()).isEqualTo(4));
        assertThat(problems.get(99).toString())
                .isEqualTo(".slipway/config.yaml: and 901 more errors; fix those above first");
    }

    @Test
    void many_warnings_do_not_hide_an_error() throws IOException {
        Files.createDirectory(project.resolve(".slipway"));
        StringBuilder text = new StringBuilder(APP + "    variables:\n      php:\n");
        for (int i = 0; i < 1_000; i++) {
            text.append("        v").append(i).append(": 1.10\n");
        }
        Files.writeString(project.resolve(SlipwayFile.PATH), text.append("    hook: x\n"));
        assertThat(ConfigReader.problems(project))
                .hasSize(101)
                .first()
                .satisfies(first -> assertThat(first.rule()).isEqualTo("unknown-key"));
    }
}
