package io.jenkins.plugins.slipway.engine.build.tool;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * PHP's global packages: a project of their own for Composer. They are declared by name, or as parts of a {@code composer.json}
 * ({@code require}, {@code repositories}, {@code config} and so on), which may be mixed.
 */
final class ComposerProject {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> PARTS =
            Set.of("require", "repositories", "config", "minimum-stability", "prefer-stable");

    private ComposerProject() {}

    static String script(PackageManager manager, JsonNode packages) {
        return "cat > \"$SLIPWAY_GLOBAL/composer.json\" <<'END-OF-COMPOSER-JSON'\n"
                + JSON.writeValueAsString(document(packages))
                + "\nEND-OF-COMPOSER-JSON\n"
                // Paths of repositories are relative to the application.
                + "COMPOSER=\"$SLIPWAY_GLOBAL/composer.json\" COMPOSER_VENDOR_DIR=\"$SLIPWAY_GLOBAL/vendor\""
                + " COMPOSER_BIN_DIR=\"$SLIPWAY_GLOBAL/bin\" composer --no-ansi --no-interaction update --no-progress"
                + " --prefer-dist --optimize-autoloader\n";
    }

    static ObjectNode document(JsonNode packages) {
        ObjectNode document = JSON.createObjectNode();
        ObjectNode require = document.putObject("require");
        packages.properties().forEach(entry -> {
            if (!PARTS.contains(entry.getKey()) && !entry.getValue().isContainer()) {
                require.put(entry.getKey(), version(entry.getValue()));
            }
        });
        packages.path("require").properties().forEach(entry -> require.put(entry.getKey(), version(entry.getValue())));
        for (String part : PARTS) {
            if (!part.equals("require") && packages.has(part)) {
                document.set(part, packages.path(part));
            }
        }
        return document;
    }

    private static String version(JsonNode value) {
        String version = value.isNull() ? "" : value.asString().strip();
        return version.isEmpty() || version.equals("latest") ? "*" : version;
    }
}
