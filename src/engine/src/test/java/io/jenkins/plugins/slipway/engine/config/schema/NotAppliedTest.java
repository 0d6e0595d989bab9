package io.jenkins.plugins.slipway.engine.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.config.yaml.ProjectFiles;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlDocument;
import io.jenkins.plugins.slipway.engine.config.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is declared is applied, or one line says that it is not. Nothing is left out in silence. */
class NotAppliedTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern LITERAL = Pattern.compile("\"([a-z_]+)\"");

    /** Read by applications in what they are handed, or by nobody as they only group or name others. */
    private static final Set<String> HANDED_ON = Set.of("id", "attributes");

    @TempDir
    private Path project;

    @Test
    void every_key_of_every_format_is_applied_or_said_not_to_be() throws IOException {
        Set<String> acted = literals();
        Set<String> silent = new TreeSet<>();
        for (Schemas.Format format : Schemas.Format.values()) {
            Set<List<String>> said = new HashSet<>();
            for (KeyEntry entry : KeyEntry.all(format)) {
                boolean above = said.stream()
                        .anyMatch(path -> entry.path().size() > path.size()
                                && entry.path().subList(0, path.size()).equals(path));
                boolean here = !entry.schema().annotation(NotApplied.ANNOTATION).isMissingNode();
                if (here) {
                    said.add(entry.path());
                } else if (!above && !acted.contains(entry.key()) && !HANDED_ON.contains(entry.key())) {
                    silent.add(format.file() + " " + entry.dotted());
                }
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void each_key_that_is_not_applied_is_said_once_and_where() throws IOException {
        int keys = 0;
        for (Schemas.Format format : Schemas.Format.values()) {
            for (KeyEntry entry : KeyEntry.all(format)) {
                JsonNode clause = entry.schema().annotation(NotApplied.ANNOTATION);
                if (!clause.isMissingNode() && !isBelowAnother(entry, format)) {
                    keys++;
                    List<Problem> said = said(format, written(entry, clause));
                    assertThat(said).as(format.file() + " " + entry.dotted()).hasSize(1);
                    assertThat(said.get(0).message())
                            .startsWith("‘" + entry.key() + "’ is not applied on target local: ");
                    assertThat(said.get(0).line()).isPositive();
                }
            }
        }
        assertThat(keys).isGreaterThan(40);
    }

    @Test
    void however_often_it_is_written_it_is_said_once_and_not_where_it_asks_for_nothing() throws IOException {
        Files.createDirectories(project.resolve(".upsun"));
        Files.writeString(project.resolve(".upsun/config.yaml"), """
                applications:
                  a: { type: "java:17", container_profile: null, web: { size: M, commands: { start: x }, locations: { /: { scripts: false } } } }
                  b: { type: "java:17", workers: { w: { size: L, commands: { start: x } } } }
                routes:
                  "https://{default}/": { type: upstream, upstream: "a:http", cache: { enabled: false } }
                """);

        assertThat(ConfigReader.read(project, null).warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        ".upsun/config.yaml:2:57 /applications/a/web/size: warning: ‘size’ is not applied on target local:"
                                + " what an application may take is said by environments/NAME/limits (the first of 2); it may stay for other targets");
    }

    private static boolean isBelowAnother(KeyEntry entry, Schemas.Format format) {
        return KeyEntry.all(format).stream()
                .anyMatch(other -> other.path().size() < entry.path().size()
                        && entry.path().subList(0, other.path().size()).equals(other.path())
                        && other.schema().annotation(NotApplied.ANNOTATION).isString());
    }

    private List<Problem> said(Schemas.Format format, JsonNode tree) throws IOException {
        Files.writeString(project.resolve("file.yaml"), JSON.writeValueAsString(tree));
        Problems problems = new Problems();
        YamlDocument document = new YamlReader(new ProjectFiles(project), problems).read("file.yaml");
        NotApplied notApplied = new NotApplied();
        notApplied.look(document, JsonPointer.empty(), document.tree(), format);
        notApplied.report(problems);
        return problems.all();
    }

    /** The smallest document that has the key. */
    private static JsonNode written(KeyEntry entry, JsonNode clause) {
        JsonNode value = clause.isObject()
                ? JSON.getNodeFactory()
                        .stringNode(clause.propertyNames().iterator().next())
                : !entry.example().isMissingNode() ? entry.example() : some(entry.types());
        List<String> path = new ArrayList<>(entry.path());
        for (int i = path.size() - 1; i >= 0; i--) {
            if (path.get(i).equals(KeyEntry.ITEM)) {
                ArrayNode array = JSON.createArrayNode();
                value = array.add(value);
            } else {
                ObjectNode object = JSON.createObjectNode();
                object.set(path.get(i), value);
                value = object;
            }
        }
        return value;
    }

    private static JsonNode some(String types) {
        return JSON.readTree(
                types.contains("mapping")
                        ? "{\"a\":\"b\"}"
                        : types.contains("list")
                                ? "[\"a\"]"
                                : types.contains("number") ? "1" : types.contains("true") ? "true" : "\"a\"");
    }

    /** Every word that the program itself names. */
    private static Set<String> literals() throws IOException {
        Set<String> words = new HashSet<>();
        for (String root : List.of("src/main/java", "../host/src/main/java", "../targets/git/src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    Matcher literals = LITERAL.matcher(Files.readString(file));
                    while (literals.find()) {
                        words.add(literals.group(1));
                    }
                }
            }
        }
        return words;
    }
}
