package io.jenkins.plugins.slipway.engine.config.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code docs/configuration.md} from the schemas: one chapter for each format, one table for each mapping. */
final class ReferencePage {
    private static final int WIDTH = 120;

    private static final String PREFACE = """
            # Configuration

            This page is generated from the JSON Schemas in [schema](schema); editors use the same ones for completion, and
            `slipway validate` checks against them. `slipway validate --explain KEY` prints an entry of this page.

            ## Where it is read from

            | files | what they hold |
            |---|---|
            | `.slipway/config.yaml` | everything, or only Slipway's own sections beside the files below |
            | `.upsun/*.yaml`, `.upsun/*.yml` | Upsun: `applications`, `services` and `routes`, merged over all files |
            | `.platform.app.yaml` in any folder, `.platform/*.yaml` | Platform.sh |

            A `.slipway/config.yaml` with `applications` is complete, and the other files are not looked at. Otherwise `.upsun` is
            taken, and where there is none, the files of Platform.sh. Folders named vendor, node_modules, .next and .git are not
            searched. Nothing outside the project is read, whatever a link or a path says.

            Files are YAML 1.2 in UTF-8 (or UTF-16 with a byte order mark). Anchors, aliases and merge keys work; a key that stands
            twice is an error; only the first document of a file counts. `!include { type: string, path: build.sh }` puts a file's
            text in its place (`binary`: its bytes in Base64, `yaml`: its tree, which is also what `!include file.yaml` does);
            `!file path` puts a file's text in its place, too; `!archive folder`, or the type `archive`, is the folder's path here,
            since no service is handed an archive. Their paths start at the file that holds them; where nothing is there, at the
            application's root, then at the project. A YAML file that is not there is an error; where another file is not there, a
            hook fails when it runs. Keys that start with a dot belong to other tools and are left alone.

            A duration is a whole number with its unit: `500ms`, `90s`, `5m`, `1h`, `30d`. A number without a unit is refused,
            except where the platforms' formats have numbers of seconds: `expires`, `default_ttl` and the timeouts of crons.

            An address of a route starts with `http://` or `https://`, then `{default}`, `{all}` or a host name, perhaps below one,
            then a path. It has no port, user, query or fragment. A redirect leads to such an address, where a port, a query and a
            fragment may stand, or to a path that starts with one `/`. Names of headers are those of RFC 9110 (5.1), their values
            are one line without control characters.

            One reading takes at most 1,000 files, 16 MiB in all and 1 MiB each, 100,000 values, 500 includes and 60 levels. Of very
            many problems the first are shown and the others counted.

            All problems are shown at once, as `file:line:column path: what is wrong; what to do`.
            """;

    private final StringBuilder page = new StringBuilder(PREFACE);
    private final Set<String> shown = new LinkedHashSet<>();

    private ReferencePage() {}

    static String text() {
        var page = new ReferencePage();
        for (Schemas.Format format : Schemas.Format.values()) {
            page.chapter(format);
        }
        return page.page.toString();
    }

    private void chapter(Schemas.Format format) {
        SchemaPart root = SchemaPart.root(format);
        line("");
        line("## " + root.node().path("title").asString());
        line("");
        prose(root.node().path("description").asString() + " Schema: [" + format.file() + "](schema/" + format.file()
                + ").");
        example(List.of(), root);
        mapping(List.of(), root);
    }

    /** The table of a mapping's keys, then its inner mappings; one that was shown already is not repeated. */
    private void mapping(List<String> path, SchemaPart part) {
        SchemaPart schema = part.resolved();
        if (schema.node().path("properties").isEmpty()) {
            inner(path, schema);
            return;
        }
        if (!shown.add(schema.file() + System.identityHashCode(schema.node()))) {
            return;
        }
        if (!path.isEmpty()) {
            line("");
            line("### " + dotted(path));
            line("");
            prose(part.annotation("description").asString());
            example(path, part);
        }
        line("");
        line("| key | value | meaning |");
        line("|---|---|---|");
        for (KeyEntry entry : keys(path, schema)) {
            var meaning = new StringBuilder(entry.description());
            entry.facts()
                    .forEach((heading, fact) -> meaning.append(" ")
                            .append(heading)
                            .append(": ")
                            .append(code(fact))
                            .append("."));
            line("| " + code(entry.key()) + " | " + entry.types() + (entry.required() ? ", required" : "") + " | "
                    + meaning.toString().replace("|", "\\|").replace("\n", " ") + " |");
        }
        inner(path, schema);
    }

    private void inner(List<String> path, SchemaPart schema) {
        for (String key : schema.node().path("properties").propertyNames()) {
            SchemaPart child = schema.path("properties").path(key);
            collection(with(path, key), child);
            mapping(with(path, key), child);
        }
        if (schema.node().path("additionalProperties").isObject()) {
            mapping(with(path, KeyEntry.ANY), schema.path("additionalProperties"));
        }
        if (schema.node().has("items")) {
            mapping(with(path, KeyEntry.ITEM), schema.path("items"));
        }
    }

    /** A mapping whose keys the user chooses, or a list, has an example but no table. */
    private void collection(List<String> path, SchemaPart part) {
        SchemaPart schema = part.resolved();
        boolean open = schema.node().path("properties").isEmpty()
                && (schema.node().has("additionalProperties") || schema.node().has("items"));
        JsonNode example = part.annotation("examples").path(0);
        if (open && example.isContainer() && shown.add(schema.file() + System.identityHashCode(schema.node()))) {
            line("");
            line("### " + dotted(path));
            line("");
            prose(part.annotation("description").asString());
            example(path, part);
        }
    }

    private static List<KeyEntry> keys(List<String> path, SchemaPart schema) {
        var entries = new ArrayList<KeyEntry>();
        for (String key : schema.node().path("properties").propertyNames()) {
            boolean required = false;
            for (JsonNode name : schema.node().path("required")) {
                required |= name.asString().equals(key);
            }
            entries.add(new KeyEntry(with(path, key), schema.path("properties").path(key), required));
        }
        return entries;
    }

    private void example(List<String> path, SchemaPart part) {
        JsonNode example = part.annotation("examples").path(0);
        if (!example.isContainer()) {
            return;
        }
        String key = path.isEmpty() ? "" : path.get(path.size() - 1);
        boolean named = !key.isEmpty() && !key.equals(KeyEntry.ANY) && !key.equals(KeyEntry.ITEM);
        line("");
        line("```yaml");
        page.append(yaml(named ? Map.of(key, plain(example)) : plain(example)));
        line("```");
    }

    static Object plain(JsonNode tree) {
        return JsonMapper.shared().convertValue(tree, Object.class);
    }

    static String yaml(Object value) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setIndent(2)
                        .setWidth(120)
                        .build())
                .dumpToString(value);
    }

    private static List<String> with(List<String> path, String step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private static String dotted(List<String> path) {
        return String.join(".", path).replace("." + KeyEntry.ITEM, KeyEntry.ITEM);
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    /** A paragraph in lines of at most 120 characters. */
    private void prose(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() + word.length() >= WIDTH) {
                line(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        line(line.toString());
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
