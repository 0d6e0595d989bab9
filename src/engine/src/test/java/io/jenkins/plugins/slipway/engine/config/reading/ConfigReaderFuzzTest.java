package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Feeds the reader with invented files. Whatever they hold, it ends, with a configuration or with problems that name a place
 * and a next act, and it never shows what lies outside the project.
 */
class ConfigReaderFuzzTest {
    private static final String SECRET = "the secret outside the project";

    /** Long enough for the largest input on a busy machine; what takes longer would hang a build. */
    private static final long MOST_NANOS = 20_000_000_000L;

    private static final Pattern NEXT = Pattern.compile("(?m)^@@([0-9])\n");

    private static final List<String> FILES = List.of(
            ".slipway/config.yaml",
            ".upsun/config.yaml",
            ".platform.app.yaml",
            ".platform/applications.yaml",
            ".platform/routes.yaml",
            ".platform/services.yaml");

    @TempDir
    private static Path folder;

    private static Path project;

    @BeforeAll
    static void makeProject() throws IOException {
        project = Files.createDirectory(folder.resolve("project"));
        Files.writeString(folder.resolve("secret"), SECRET);
        Files.createSymbolicLink(project.resolve("link"), folder.resolve("secret"));
        Files.writeString(project.resolve("text"), "text: of the project\n");
        for (String file : FILES) {
            Files.createDirectories(project.resolve(file).getParent());
        }
    }

    @AfterAll
    static void nothingWasWritten() throws IOException {
        assertThat(folder.resolve("secret")).hasContent(SECRET);
    }

    /** The input is a text of several files: a line {@code @@N} begins the one with that number. */
    @FuzzTest(maxDuration = "5s")
    @DictionaryFile(resourcePath = "config.dict")
    void any_files_end_in_a_configuration_or_in_problems(byte[] files) throws IOException {
        for (String file : FILES) {
            Files.deleteIfExists(project.resolve(file));
        }
        // Latin 1 keeps each byte as it is: what they mean is the reader's business.
        String text = new String(files, StandardCharsets.ISO_8859_1);
        int begin = 0;
        int number = 0;
        Matcher next = NEXT.matcher(text);
        while (next.find()) {
            write(number, text.substring(begin, next.start()));
            number = next.group(1).charAt(0) - '0';
            begin = next.end();
        }
        write(number, text.substring(begin));
        read();
    }

    private static void write(int number, String text) throws IOException {
        if (!text.isEmpty() && number < FILES.size()) {
            Files.write(project.resolve(FILES.get(number)), text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static void read() {
        long begun = System.nanoTime();
        List<Problem> problems = ConfigReader.problems(project);
        assertThat(System.nanoTime() - begun).isLessThan(MOST_NANOS);
        for (Problem problem : problems) {
            assertThat(problem.message()).isNotBlank();
            assertThat(problem.next()).isNotBlank();
            assertThat(problem.rule()).isNotBlank();
            assertThat(problem.line()).isNotNegative();
            assertThat(problem.toString()).doesNotContain(SECRET).doesNotContain("\n", "\u001b");
        }
        if (problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR)) {
            ProjectConfig config = ConfigReader.read(project, null);
            String stored = config.source().toString();
            assertThat(stored).doesNotContain(SECRET);
            assertThat(ConfigReader.map(JsonMapper.shared().readTree(stored.getBytes(StandardCharsets.UTF_8)))
                            .applications())
                    .isEqualTo(config.applications());
        }
    }
}
