package io.jenkins.plugins.slipway.engine.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.schema.ReferenceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example in the documentation works as it stands; what it leaves out, such as applications, is added. */
class DocumentedExamplesTest {
    private static final Path CHECKOUT = Path.of("../..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```ya?ml\\n(.*?)^```$");

    @TempDir
    private Path folder;

    /** The reference's fragments are the schemas' own examples, which {@link ReferenceTest} checks. Jenkins has a YAML of its own. */
    @Test
    void every_configuration_in_the_documentation_is_valid() throws IOException {
        int blocks = 0;
        var wrong = new ArrayList<String>();
        for (Path page : pages()) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                String text = block.group(1);
                if (text.startsWith("unclassified:") || page.endsWith("configuration.md")) {
                    continue;
                }
                blocks++;
                for (String problem : problems(text)) {
                    wrong.add(page.getFileName() + ": " + problem);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(blocks).isGreaterThan(2);
    }

    @Test
    void every_example_project_is_valid() throws IOException {
        try (Stream<Path> examples = Files.list(CHECKOUT.resolve("examples"))) {
            for (Path example : examples.filter(ConfigReader::isDeclaredIn).toList()) {
                assertThat(ConfigReader.problems(example))
                        .as(example.toString())
                        .noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
            }
        }
    }

    private List<String> problems(String text) throws IOException {
        String whole = text;
        if (!text.contains("applications:")) {
            whole +=
                    "\napplications: { api: { type: java:17 }, web: { type: java:17 }, integrations: { type: nodejs:20 } }\n";
        }
        return new Repository(folder)
                .with(".slipway/config.yaml", whole).problems().stream()
                        .filter(problem -> !problem.contains(": warning: "))
                        .map(problem -> problem + "\n" + text)
                        .toList();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files =
                Files.find(CHECKOUT, 6, (path, a) -> path.toString().endsWith(".md"))) {
            return files.filter(path -> Stream.of("node_modules", "target", "work", ".git")
                            .noneMatch(skipped -> path.toString().contains("/" + skipped + "/")))
                    .sorted()
                    .toList();
        }
    }
}
