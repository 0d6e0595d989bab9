package io.jenkins.plugins.slipway.engine.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No word is accepted that does nothing: each key of each format is in the list of those that are obeyed, or said not to be applied. */
class HonouredKeysTest {
    /** What stands in a file of the older platform stands below this in the others. */
    private static final Map<Schemas.Format, String> ABOVE = Map.of(
            Schemas.Format.SLIPWAY, "",
            Schemas.Format.UPSUN, "",
            Schemas.Format.PLATFORMSH_APPLICATION, "applications.NAME.",
            Schemas.Format.PLATFORMSH_ROUTES, "routes.",
            Schemas.Format.PLATFORMSH_SERVICES, "services.");

    @Test
    void each_accepted_key_is_obeyed_by_a_class_that_is_named_or_is_said_not_to_be_applied() throws IOException {
        assertThat(listed().keySet()).containsExactlyInAnyOrderElementsOf(applied());
    }

    @Test
    void the_classes_that_obey_them_are_there_and_know_the_word() throws IOException {
        Map<String, String> sources = sources();
        List<String> wrong = new ArrayList<>();
        listed().forEach((key, owner) -> {
            if (!sources.getOrDefault(owner.get(0), "").contains(owner.get(1))) {
                wrong.add(key + " is not obeyed by " + owner);
            }
        });
        assertThat(wrong).isEmpty();
    }

    private static Set<String> applied() {
        Set<String> applied = new TreeSet<>();
        for (Schemas.Format format : Schemas.Format.values()) {
            List<List<String>> named = new ArrayList<>();
            for (KeyEntry entry : KeyEntry.all(format)) {
                List<String> path = entry.path();
                boolean below = named.stream()
                        .anyMatch(above -> path.size() > above.size()
                                && path.subList(0, above.size()).equals(above));
                if (entry.schema().annotation(NotApplied.ANNOTATION).isString()) {
                    named.add(path);
                } else if (!below) {
                    applied.add(ABOVE.get(format) + String.join(".", path));
                }
            }
        }
        return applied;
    }

    private static Map<String, List<String>> listed() throws IOException {
        Map<String, List<String>> listed = new TreeMap<>();
        try (var in = HonouredKeysTest.class.getResourceAsStream("honoured-keys.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(parts -> listed.put(parts[0], List.of(parts[1], parts[2])));
        }
        return listed;
    }

    private static Map<String, String> sources() throws IOException {
        Path checkout = Path.of("").toAbsolutePath();
        while (checkout.getParent() != null && !Files.exists(checkout.resolve("CONTRIBUTING.md"))) {
            checkout = checkout.getParent();
        }
        Map<String, String> sources = new TreeMap<>();
        for (String module : List.of("engine", "host", "cli")) {
            try (Stream<Path> files =
                    Files.walk(checkout.resolve("src").resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> sources.merge(
                                file.getFileName().toString().replace(".java", ""), text(file), String::concat));
            }
        }
        return sources;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
