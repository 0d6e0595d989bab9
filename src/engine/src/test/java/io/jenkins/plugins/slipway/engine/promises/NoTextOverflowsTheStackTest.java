package io.jenkins.plugins.slipway.engine.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Java's expressions take a frame of the stack for each repetition of a group that they could go back into. What is searched may come
 * from anybody, so all of our own repeat groups possessively ({@code *+}) or a limited number of times.
 */
class NoTextOverflowsTheStackTest {
    private static final Pattern SEARCHES = Pattern.compile(
            "(?:Pattern\\s*\\.compile|\\.matches|\\.replaceAll|\\.replaceFirst|\\.split)\\(\\s*((?:\"(?:[^\"\\\\\\n]|\\\\.)*+\"[\\s+]*+)++)");
    private static final Pattern REPEATED_GROUP = Pattern.compile("(?<!\\\\)\\)(?:[*+]|\\{\\d+,\\})(?!\\+)");

    @Test
    void groups_are_repeated_without_going_back_into_them() throws IOException {
        List<String> wrong = new ArrayList<>();
        int searches = 0;
        for (Path source : sources()) {
            Matcher search = SEARCHES.matcher(Files.readString(source));
            while (search.find()) {
                searches++;
                String expression = search.group(1).replaceAll("\"[\\s+]+\"", "");
                if (REPEATED_GROUP.matcher(expression).find()) {
                    wrong.add(source.getFileName() + ": " + expression);
                }
            }
        }
        assertThat(searches).isGreaterThan(100);
        assertThat(wrong).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("engine", "host", "cli", "plugin")) {
            Path main = Path.of("..", module, "src/main/java");
            if (Files.isDirectory(main)) {
                try (Stream<Path> all = Files.walk(main)) {
                    all.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }
}
