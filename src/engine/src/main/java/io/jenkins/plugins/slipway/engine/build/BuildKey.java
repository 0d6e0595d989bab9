package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.build.source.Hashes;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The inputs of a build by name, and their digest. The names tell a later build what changed: {@code source/tree}, {@code
 * source/submodule/…}, {@code section/…} for each part of the application's section, {@code variable/…}, {@code tool/…} for
 * the declared runtime, {@code installed/…} for the machine's tools.
 */
final class BuildKey {
    static final String SECTION = "section/";
    static final String VARIABLE = "variable/";
    static final String TOOL = "tool/";
    static final String INSTALLED = "installed/";

    /** Raised when the same inputs may give another artifact than before, such as with another frozen form. */
    private static final String FORMAT = "2";

    private static final Pattern SECRET = Pattern.compile("PASSWORD|SECRET|TOKEN|KEY");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private BuildKey() {}

    /** Whether a variable's value must not be shown. */
    static boolean looksSecret(String name) {
        return SECRET.matcher(name.toUpperCase(Locale.ROOT)).find();
    }

    /**
     * @param sources names and ids of the source trees, as they enter the key
     * @param installed versions of the machine's tools that the build uses, by name
     */
    static SortedMap<String, String> inputs(
            ProjectConfig config,
            ApplicationConfig application,
            Map<String, String> sources,
            Map<String, String> installed) {
        SortedMap<String, String> inputs = new TreeMap<>(sources);
        inputs.put("format", FORMAT);
        inputs.put("project", config.project());
        inputs.put("application", application.name());
        application.section().properties().forEach(part -> {
            if (!part.getKey().equals("variables") && !part.getKey().equals("type")) {
                inputs.put(SECTION + part.getKey(), canonical(part.getValue()));
            }
        });
        application
                .variables()
                .forEach((prefix, variables) -> variables.forEach((name, value) -> inputs.put(
                        VARIABLE + prefix + ":" + name, looksSecret(name) ? digest(canonical(value)) : plain(value))));
        tools(application).forEach((name, version) -> inputs.put(TOOL + name, version));
        installed.forEach((name, version) -> inputs.put(INSTALLED + name, version));
        return inputs;
    }

    /** The declared runtime and its version. */
    static SortedMap<String, String> tools(ApplicationConfig application) {
        SortedMap<String, String> tools = new TreeMap<>();
        if (application.type() != null) {
            tools.put(application.language(), application.languageVersion());
        }
        return tools;
    }

    /** Each text goes in with its length before it, so that no two lists of inputs look the same. */
    static Digest of(SortedMap<String, String> inputs) {
        var digest = Hashes.start("SHA-256");
        inputs.forEach((name, value) -> {
            for (String text : new String[] {name, value}) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
        });
        return Digest.ofSha256(digest.digest());
    }

    private static String digest(String text) {
        return Digest.ofSha256(Hashes.start("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                .value();
    }

    private static String plain(JsonNode value) {
        return value.isString() ? value.stringValue() : canonical(value);
    }

    /** JSON with the keys of every object in order, since their order in the file means nothing. */
    static String canonical(JsonNode value) {
        return JSON.writeValueAsString(sorted(value));
    }

    private static Object sorted(JsonNode value) {
        if (value.isObject()) {
            SortedMap<String, Object> result = new TreeMap<>();
            value.properties().forEach(part -> result.put(part.getKey(), sorted(part.getValue())));
            return result;
        }
        if (value.isArray()) {
            return value.valueStream().map(BuildKey::sorted).toList();
        }
        return value;
    }
}
