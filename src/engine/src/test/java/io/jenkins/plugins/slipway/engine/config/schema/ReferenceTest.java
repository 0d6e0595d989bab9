package io.jenkins.plugins.slipway.engine.config.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.config.reading.SlipwayFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

public class ReferenceTest {
    private static final Path DOCS = Path.of("../../docs");
    private static final Path PAGE = DOCS.resolve("configuration.md");

    @TempDir
    private Path project;

    /** To write the page anew: {@code mvn test -pl src/engine -Dtest=ReferenceTest -Dslipway.docs=write}. */
    @BeforeAll
    static void writeIfAsked() throws IOException {
        if ("write".equals(System.getProperty("slipway.docs"))) {
            Files.writeString(PAGE, ReferencePage.text());
        }
    }

    @Test
    void the_page_is_what_the_schemas_say() {
        assertThat(PAGE)
                .as("after a change of a schema: mvn test -pl src/engine -Dtest=ReferenceTest -Dslipway.docs=write")
                .hasContent(ReferencePage.text());
    }

    @Test
    void every_key_is_documented() throws IOException {
        String page = Files.readString(PAGE);
        var wordless = new TreeSet<String>();
        for (Schemas.Format format : Schemas.Format.values()) {
            List<KeyEntry> keys = KeyEntry.all(format);
            assertThat(keys).as(format.file()).isNotEmpty();
            for (KeyEntry entry : keys) {
                if (entry.description().isBlank()) {
                    wordless.add(entry.dotted());
                }
                assertThat(page).contains("| `" + entry.key() + "` |");
                assertThat(Schemas.explain(entry.dotted())).contains(entry.description());
            }
        }
        assertThat(wordless).isEmpty();
    }

    @Test
    void every_example_of_a_schema_is_valid() throws IOException {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(address -> read(address.substring(address.lastIndexOf('/') + 1))));
        var wrong = new ArrayList<String>();
        int[] examples = new int[1];
        for (String file : schemaFiles()) {
            JsonNode tree = Schemas.tree(file);
            String address = tree.path("$id").asString();
            visit(tree, JsonPointer.empty(), (pointer, node) -> {
                for (JsonNode example : node.path("examples")) {
                    examples[0]++;
                    var schema = registry.getSchema(SchemaLocation.of(address + "#" + pointer));
                    schema.validate(example).forEach(error -> wrong.add(file + pointer + ": " + error));
                }
            });
        }
        assertThat(wrong).isEmpty();
        assertThat(examples[0]).isGreaterThan(100);
    }

    @Test
    void the_whole_example_of_the_page_is_a_valid_configuration() throws IOException {
        Files.createDirectories(project.resolve(".slipway"));
        Files.writeString(project.resolve(SlipwayFile.PATH), example(Schemas.Format.SLIPWAY));
        ProjectConfig config = ConfigReader.read(project, null);
        assertThat(config.warnings()).isEmpty();
        assertThat(config.environments()).containsKeys("staging", "production");
        assertThat(ReferencePage.text()).contains(example(Schemas.Format.SLIPWAY));
    }

    @Test
    void the_example_of_upsun_is_a_valid_configuration() throws IOException {
        Files.createDirectories(project.resolve(".upsun"));
        Files.writeString(project.resolve(".upsun/config.yaml"), example(Schemas.Format.UPSUN));
        assertThat(ConfigReader.read(project, null).warnings()).isEmpty();
    }

    @Test
    void the_examples_of_platformsh_are_a_valid_configuration() throws IOException {
        Files.createDirectories(project.resolve(".platform"));
        Files.writeString(project.resolve(".platform.app.yaml"), example(Schemas.Format.PLATFORMSH_APPLICATION));
        Files.writeString(project.resolve(".platform/routes.yaml"), example(Schemas.Format.PLATFORMSH_ROUTES));
        Files.writeString(project.resolve(".platform/services.yaml"), example(Schemas.Format.PLATFORMSH_SERVICES));
        assertThat(ConfigReader.read(project, null).warnings())
                .extracting(Problem::rule)
                .containsOnly(Problem.NOT_APPLIED);
    }

    @Test
    void a_key_is_explained_wherever_it_stands() {
        assertThat(Schemas.explain("applications.api.hooks.build")).isEqualTo("""
                        applications.NAME.hooks.build (text)
                          Runs once for each build, with the code writable and without services; what it leaves is frozen.
                          Example: npm ci
                            npm run build
                        """);
        assertThat(Schemas.explain("on_failure")).contains("environments.NAME.on_failure", "One of: restore, keep");
        assertThatThrownBy(() -> Schemas.explain("hoks"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("the key ‘hoks’ is not a key of any format;  did you mean ‘hooks’?");
    }

    private static String example(Schemas.Format format) {
        return ReferencePage.yaml(ReferencePage.plain(
                SchemaPart.root(format).node().path("examples").path(0)));
    }

    private static Set<String> schemaFiles() throws IOException {
        try (Stream<Path> files = Files.list(DOCS.resolve("schema"))) {
            var names = new TreeSet<String>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(DOCS.resolve("schema").resolve(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private interface Visitor {
        void visit(JsonPointer pointer, JsonNode node);
    }

    private static void visit(JsonNode node, JsonPointer pointer, Visitor visitor) {
        visitor.visit(pointer, node);
        node.properties().forEach(member -> {
            // What is inside examples is data, not schema.
            if (!member.getKey().equals("examples") && member.getValue().isObject()) {
                visit(member.getValue(), pointer.appendProperty(member.getKey()), visitor);
            }
        });
    }
}
