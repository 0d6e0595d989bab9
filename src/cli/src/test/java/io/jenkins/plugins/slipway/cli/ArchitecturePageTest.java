package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page for maintainers names classes; one that was renamed or removed is found here. */
class ArchitecturePageTest {
    private static final Pattern CLASS = Pattern.compile("`(?:[a-z]+\\.)*([A-Z][a-z]+(?:[A-Z][a-z]+)*+)`");

    @Test
    void each_class_that_the_page_names_exists() throws IOException {
        Set<String> known;
        try (Stream<Path> sources = Files.walk(Path.of(".."))) {
            known = sources.filter(file -> file.toString().contains("src/main/java"))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        Set<String> named = new TreeSet<>();
        Matcher matcher = CLASS.matcher(Files.readString(Path.of("../../docs/architecture.md")));
        while (matcher.find()) {
            named.add(matcher.group(1));
        }
        assertThat(named).hasSizeGreaterThan(50);
        named.removeAll(known);
        assertThat(named).isEmpty();
    }
}
