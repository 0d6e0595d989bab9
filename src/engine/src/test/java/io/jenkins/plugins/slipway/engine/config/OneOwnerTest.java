package io.jenkins.plugins.slipway.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.config.schema.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Facts that several parts need have one place; what must repeat one for another language says the very same. */
class OneOwnerTest {
    @Test
    void the_rule_for_names_is_the_schemas_and_the_scripts_too() throws IOException {
        JsonNode definitions = Schemas.tree("common.schema.json").path("$defs");
        assertThat(definitions.at("/name/pattern").asString()).isEqualTo("^" + Names.EXPRESSION + "$");
        assertThat(definitions.at("/memberName/pattern").asString()).isEqualTo("^(\\..*|" + Names.EXPRESSION + ")$");
        assertThat(checkout().resolve("src/sdk-js/lib/definitions.js"))
                .content()
                .contains("const NAME = /^" + Names.EXPRESSION + "$/;");
    }

    @Test
    void the_grammar_of_durations_is_the_schemas_too() {
        JsonNode duration = Schemas.tree("common.schema.json").path("$defs").path("duration");
        assertThat(duration.path("pattern").asString()).isEqualTo("^(" + Durations.EXPRESSION + ")$");
    }

    @Test
    void nobody_else_has_an_expression_for_names_or_durations_of_his_own() throws IOException {
        Pattern names = Pattern.compile("\\[a-zA-Z0-9]\\[a-zA-Z0-9\\._-]\\{0,62}");
        Pattern durations = Pattern.compile("\\(\\??:?ms\\|");
        try (Stream<Path> sources = Files.walk(checkout().resolve("src"))) {
            List<String> owners = sources.filter(file -> file.toString().contains("src/main/java"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> {
                        String text = text(file);
                        return names.matcher(text).find()
                                || durations.matcher(text).find();
                    })
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
            assertThat(owners).containsExactly("Durations.java", "Names.java");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path checkout() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory.getParent() != null && !Files.exists(directory.resolve("CONTRIBUTING.md"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}
