package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class HostileFilesTest {
    private static final String GOOD = "applications:\n  app:\n    type: nodejs:20\n";

    @TempDir
    private Path outside;

    private Path project;
    private Path file;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectory(outside.resolve("project"));
        Files.createDirectory(project.resolve(".slipway"));
        file = project.resolve(SlipwayFile.PATH);
    }

    private List<Problem> problems(String yaml) throws IOException {
        Files.writeString(file, yaml);
        return ConfigReader.problems(project);
    }

    private Problem only(String yaml) throws IOException {
        List<Problem> problems = problems(yaml);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing yet\n", "---\n", "---\n...\n", "~\n", "{}\n"})
    void an_empty_file_declares_no_application(String yaml) throws IOException {
        assertThat(only(yaml).toString())
                .startsWith(".slipway/config.yaml: no application is declared; declare one in .slipway/config.yaml");
    }

    @Test
    void a_file_of_many_megabytes_is_not_read() throws IOException {
        assertThat(only(GOOD + "# long\n".repeat(1_000_000)).message()).contains("larger than 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    mounts: { KEY: { source: storage } }",
                "    crons: { KEY: { spec: '0 3 * * *', commands: { start: 'true' } } }",
                "    relationships: { KEY: 'app:http' }",
                "    dependencies: { nodejs: { KEY: '*' } }",
                "    source: { operations: { KEY: { command: 'true' } } }",
                "    variables: { env: { KEY: x } }",
                "    workers: { KEY: { commands: { start: x } } }",
                "    web: { commands: { start: x }, locations: { /KEY: { root: p } } }",
                "    web: { commands: { start: x }, locations: { /: { root: p, headers: { KEY: x } } } }",
                "services: { KEY: { type: 'redis:7' } }",
                "routes: { KEY: { type: upstream, upstream: 'app:http' } }",
                "environments: { KEY: { type: staging } }",
                "KEY: x"
            })
    void a_key_cannot_break_a_line_or_steer_a_terminal(String lines) throws IOException {
        for (String character : List.of("\\n", "\\r", "\\0", "\\e", "\\x9b", "\\u2028", "\\u007f")) {
            List<Problem> problems = problems(GOOD
                    + lines.replace("/KEY", "\"/a" + character + "b\"").replace("KEY", "\"a" + character + "b\"")
                    + "\n");
            assertThat(problems.stream().map(Problem::severity)).as(character).contains(Problem.Severity.ERROR);
            assertThat(problems.toString()).as(character).doesNotContainPattern("[\\p{Cntrl}\\x{2028}\\x{202e}]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "    source: { root: VALUE } | a folder",
                "    mounts: { m: { source: storage, source_path: VALUE } } | a path",
                "gates: { staging: { tests: [ { run: x, junit: VALUE } ] } } | a glob",
                "gates: { staging: { tests: [ { run: x } ], coverage: [ { report: VALUE } ] } } | a path or glob",
                "gates: { staging: { tests: [ { run: x } ], coverage: [ { inventory: VALUE } ] } } | a path or glob",
                "objects: { app: { script: VALUE } } | a path"
            })
    void a_path_cannot_break_a_line_or_steer_a_terminal(String lines, String expected) throws IOException {
        String indented = lines.startsWith("source") || lines.startsWith("mounts") ? "    " + lines : lines;
        for (String end : List.of("\\n", "\\nb", "\\e[2J", "\\x9b", "\\u2029")) {
            assertThat(problems(GOOD + indented.replace("VALUE", "\"a" + end + "\"") + "\n")
                            .toString())
                    .contains("is not " + expected + ", without control characters");
        }
    }

    @Test
    void a_binary_file_is_no_text() throws IOException {
        Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, (byte) 0xFF});
        assertThat(ConfigReader.problems(project))
                .singleElement()
                .satisfies(problem -> assertThat(problem.rule()).isEqualTo("not-text"));
    }

    @Test
    void a_control_character_is_named() throws IOException {
        assertThat(only(GOOD + "    size: \u0007M\n").message()).contains("U+0007");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'A=B'",
                "''",
                "'A B'",
                "\"A\\nB\"",
                "\"A\\0B\"",
                "\"A\\tB\"",
                "\"A\\u0085B\"",
                "'BASH_FUNC_exec%%'",
                "'BASH_FUNC_ls()'"
            })
    void a_name_that_no_variable_can_have_is_refused_where_it_stands(String name) throws IOException {
        assertThat(only(GOOD + "    variables:\n      env:\n        " + name + ": x\n")
                        .toString())
                .startsWith(".slipway/config.yaml:6:9 ")
                .contains("a variable's name");
        assertThat(problems(GOOD + "environments:\n  dev:\n    variables:\n      " + name + ": x\n"))
                .anyMatch(problem -> problem.toString().startsWith(".slipway/config.yaml:7:7 ")
                        && problem.toString().contains("a variable's name"));
    }

    @Test
    void a_value_with_a_nul_is_refused_where_it_stands() throws IOException {
        assertThat(only(GOOD + "    variables:\n      env:\n        A: \"x\\0--bind\"\n")
                        .toString())
                .startsWith(".slipway/config.yaml:6:12 ")
                .contains("NUL");
    }

    @Test
    void an_alias_that_contains_itself_is_refused() throws IOException {
        assertThat(problems(GOOD + "    variables: { env: &a { A: *a } }\n"))
                .extracting(Problem::rule)
                .contains("cycle");
    }

    @Test
    void aliases_that_multiply_are_bounded() throws IOException {
        var bomb = new StringBuilder(
                GOOD + "    variables:\n      env:\n        A0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            bomb.append("        A%d: &a%d [%s]\n".formatted(i, i, (before + ", ").repeat(9) + before));
        }
        assertThat(problems(bomb.toString())).extracting(Problem::rule).containsExactly("too-many-values");
    }

    @Test
    void merge_keys_that_multiply_are_bounded() throws IOException {
        var bomb = new StringBuilder(GOOD + "    variables:\n      env:\n        A0: &a0 { x: 1 }\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("        A%d: &a%d { <<: [*a%d, *a%d], k%d: 1 }\n".formatted(i, i, i - 1, i - 1, i));
        }
        assertThat(problems(bomb.toString())).extracting(Problem::rule).containsExactly("too-many-values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "!!seq ["})
    void nesting_is_bounded(String opening) throws IOException {
        assertThat(problems(opening.repeat(100_000 / opening.length())))
                .singleElement()
                .satisfies(problem -> assertThat(problem.rule()).isIn("too-deep", "syntax"));
    }

    /** Regular expressions and big numbers are where long values hurt. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "    timezone: %1",
                "    timezone: -%1",
                "    timezone: 0x%1",
                "    timezone: 1.%1e5",
                "    timezone: %.1.",
                "    source: { root: %a/ }",
                "    mounts: { %a/: 'shared:%a/' }",
                "    hooks: { build: '%a ' }",
                "    relationships: { a: '%a:' }",
                "environments: { s: { watch: %9 } }",
                "environments: { %a.: { domains: ['%a.'] } }",
                "environments: { s: { services: { app: '%a+' } } }",
                "gates: { s: { rules: [{ metric: a%.a, max: 0 }] } }",
                "health: { app: { path: '/%a/', status: '%2-' } }",
                "%ab: 1",
                "? %ab\n: 1"
            })
    void a_long_value_is_judged_like_a_short_one(String line) throws IOException {
        String text = GOOD + line.replace("\\n", "\n") + "\n";
        java.util.regex.Matcher repeated =
                java.util.regex.Pattern.compile("%(\\W?\\w\\W?)").matcher(text);
        String longer = repeated.replaceAll(match ->
                java.util.regex.Matcher.quoteReplacement(match.group(1).strip().repeat(300_000)));
        problems(longer.length() < 1_000_000 ? longer : longer.substring(0, 1_000_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "61 * * * *|‘61’ is not within 0 and 59",
                "0 3 * *|has 4 fields",
                "* * * * fry|‘fry’ is neither a number nor a known name",
                "H(0-70) * * * *|is not within 0 and 59",
                "*/0 * * * *|must be at least 1"
            })
    void a_schedule_that_would_never_run_is_an_error(String spec, String why) throws IOException {
        Problem problem = only(GOOD + "    crons:\n      a: { spec: '" + spec + "', commands: { start: x } }\n");
        assertThat(problem.rule()).isEqualTo("cron-spec");
        assertThat(problem.message()).contains(why);
    }

    @Test
    void a_tab_is_named() throws IOException {
        Problem problem = only("applications:\n\tapp:\n");
        assertThat(problem.message()).contains("a tab");
        assertThat(problem.line()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
    void a_byte_order_mark_says_the_encoding(String charset) throws IOException {
        Files.write(file, ("\uFEFF" + GOOD).getBytes(Charset.forName(charset)));
        assertThat(ConfigReader.read(project, null).applications()).containsOnlyKeys("app");
    }

    @Test
    void latin_1_is_no_utf_8() throws IOException {
        Files.write(file, (GOOD + "    timezone: \"Zürich\"\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ConfigReader.problems(project)).extracting(Problem::rule).containsExactly("not-text");
    }

    @Test
    void windows_line_ends_do_not_matter() throws IOException {
        Files.writeString(file, (GOOD + "    hooks:\n      build: |\n        a\n        b\n").replace("\n", "\r\n"));
        assertThat(ConfigReader.read(project, null)
                        .applications()
                        .get("app")
                        .hooks()
                        .build())
                .isEqualTo("a\nb\n");
    }

    @Test
    void only_the_first_document_counts_and_another_one_is_named() throws IOException {
        for (String second : List.of("---\nnonsense: true\n", "---\n\t{[")) {
            assertThat(problems(GOOD + second))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("warning: a second YAML document");
        }
    }

    @Test
    void a_link_that_leads_outside_is_not_followed() throws IOException {
        Path secret = Files.writeString(outside.resolve("secret.yaml"), GOOD);
        Files.createSymbolicLink(file, secret);
        assertThat(ConfigReader.problems(project))
                .singleElement()
                .satisfies(problem -> assertThat(problem.rule()).isEqualTo("outside-project"));
    }

    @Test
    void a_folder_that_is_a_link_outside_is_not_entered() throws IOException {
        Path other = Files.createDirectories(outside.resolve("other"));
        Files.writeString(other.resolve("config.yaml"), GOOD);
        Files.createSymbolicLink(project.resolve(".upsun"), other);
        assertThat(ConfigReader.problems(project))
                .anySatisfy(problem -> assertThat(problem.rule()).isEqualTo("outside-project"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/../secret", "a/../../secret", "link", "link/../secret"})
    void an_include_reads_nothing_outside(String path) throws IOException {
        Files.writeString(outside.resolve("secret"), "the secret");
        Files.createSymbolicLink(project.resolve(".slipway/link"), outside.resolve("secret"));
        List<Problem> problems =
                problems(GOOD + "    hooks: { build: !include { type: string, path: '" + path + "' } }\n");

        assertThat(problems).isNotEmpty();
        assertThat(problems.toString()).doesNotContain("the secret");
        if (problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
            assertThat(ConfigReader.read(project, null).source().toString()).doesNotContain("the secret");
        }
    }

    @Test
    void files_that_include_each_other_end() throws IOException {
        Files.writeString(project.resolve(".slipway/a.yaml"), "b: !include b.yaml\n");
        Files.writeString(project.resolve(".slipway/b.yaml"), "a: !include a.yaml\n");
        assertThat(problems(GOOD + "    variables: { env: !include a.yaml }\n"))
                .extracting(Problem::rule)
                .contains("cycle");
    }

    @Test
    void includes_that_multiply_are_bounded() throws IOException {
        for (int i = 0; i < 12; i++) {
            String include = "!include f" + (i + 1) + ".yaml";
            Files.writeString(project.resolve(".slipway/f" + i + ".yaml"), ("- " + include + "\n").repeat(10));
        }
        Files.writeString(project.resolve(".slipway/f12.yaml"), "x\n");
        assertThat(problems(GOOD + "    variables: { env: { A: !include f0.yaml } }\n"))
                .extracting(Problem::rule)
                .contains("too-many-values");
    }

    @Test
    void a_named_pipe_is_not_waited_for() throws Exception {
        new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
        assertThat(ConfigReader.problems(project))
                .singleElement()
                .satisfies(problem -> assertThat(problem.rule()).isEqualTo("not-a-file"));
    }

    @Test
    void a_folder_in_place_of_the_file_is_named() throws IOException {
        Files.createDirectory(file);
        assertThat(ConfigReader.problems(project))
                .singleElement()
                .satisfies(problem -> assertThat(problem.rule()).isEqualTo("not-a-file"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\\e[31m\\u202E\\n\": 1",
                "size: \"x\\e[31m\\u202E\\n\"\n    timezone: [\"\\e\"]",
                "hooks: { build: !include \"x\\e[31m\\u202E\\nx\" }",
                "hooks: { build: !include { type: \"x\\e\\nx\", path: x } }",
                "hooks: { build: !archive \"x\\e[31m\\u202E\\nx\" }",
                "hooks: { \"a\\e\\nb\": 1, \"a\\e\\nb\": 2 }",
                "relationships: { db: \"x\\e[31m\\u202E\\nx:y\" }"
            })
    void a_message_cannot_write_to_the_terminal(String line) throws IOException {
        List<Problem> problems = problems(GOOD + "    " + line + "\n");
        assertThat(problems)
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.toString())
                        .doesNotContain("\u001B")
                        .doesNotContain("\u202E")
                        .doesNotContain("\n"));
    }

    @Test
    void the_message_of_the_exception_has_one_line_for_each_problem() throws IOException {
        List<Problem> problems = problems(GOOD + "    \"x\\ny\": 1\n    hoks: 2\n");
        assertThat(new InvalidConfigException(problems).getMessage().lines()).hasSize(2);
    }
}
