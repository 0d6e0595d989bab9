package io.jenkins.plugins.slipway.target.git;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file with the settings of an environment. */
record Injection(String file, byte[] content) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Null if there is none. */
    static @Nullable Injection of(JsonNode section) {
        if (!section.isObject()) {
            return null;
        }
        String file = section.path("file").asString("");
        String values = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(section.path("values"));
        String text = file.endsWith(".json")
                ? values + "\n"
                : "window." + section.path("variable").asString("SETTINGS") + " = " + script(values) + ";\n";
        return new Injection(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** No value ends the element that the script may stand in, nor a line of it. */
    private static String script(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }
}
