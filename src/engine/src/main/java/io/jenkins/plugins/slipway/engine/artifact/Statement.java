package io.jenkins.plugins.slipway.engine.artifact;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The written form of a manifest: an in-toto statement about the artifact with SLSA provenance, so that tools of the supply chain
 * read it without knowing Slipway.
 */
final class Statement {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BUILD_TYPE = "https://github.com/jenkinsci/slipway-plugin/build/v1";

    private Statement() {}

    static byte[] write(Manifest manifest) {
        Manifest.Draft draft = manifest.draft();
        ObjectNode root = JSON.createObjectNode();
        root.put("_type", "https://in-toto.io/Statement/v1");
        ObjectNode subject = root.putArray("subject").addObject();
        subject.put("name", draft.project() + "/" + draft.application());
        subject.putObject("digest").put("sha256", manifest.artifact().hex());
        root.put("predicateType", "https://slsa.dev/provenance/v1");
        ObjectNode predicate = root.putObject("predicate");

        ObjectNode definition = predicate.putObject("buildDefinition");
        definition.put("buildType", BUILD_TYPE);
        ObjectNode external = definition.putObject("externalParameters");
        external.put("project", draft.project());
        external.put("application", draft.application());
        ObjectNode inputs = external.putObject("inputs");
        draft.inputs().forEach(inputs::put);
        ObjectNode internal = definition.putObject("internalParameters");
        internal.put("key", draft.key().value());
        ObjectNode tools = internal.putObject("tools");
        new TreeMap<>(draft.tools()).forEach(tools::put);
        if (draft.commit() != null) {
            ObjectNode source = definition.putArray("resolvedDependencies").addObject();
            source.put("name", "source");
            source.putObject("digest").put("gitCommit", draft.commit());
        }

        ObjectNode run = predicate.putObject("runDetails");
        run.putObject("builder").put("id", BUILD_TYPE);
        run.putObject("metadata").put("startedOn", draft.started().toString());
        ObjectNode content = run.putArray("byproducts").addObject();
        content.put("name", "content");
        ObjectNode annotations = content.putObject("annotations");
        annotations.put("bytes", manifest.bytes());
        annotations.put("files", manifest.files());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    /** The manifest in a statement, or nothing if it is not a whole one. */
    static Optional<Manifest> read(byte[] bytes) {
        try {
            return Optional.of(map(JSON.readTree(bytes)));
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Manifest map(JsonNode root) {
        JsonNode definition = root.at("/predicate/buildDefinition");
        JsonNode external = definition.path("externalParameters");
        JsonNode run = root.at("/predicate/runDetails");
        JsonNode annotations = run.at("/byproducts/0/annotations");
        Manifest.Draft draft = new Manifest.Draft(
                text(external.path("project")),
                text(external.path("application")),
                new Digest(text(definition.at("/internalParameters/key"))),
                texts(external.path("inputs")),
                commit(definition),
                texts(definition.at("/internalParameters/tools")),
                Instant.parse(text(run.at("/metadata/startedOn"))));
        Digest artifact = new Digest("sha256:" + text(root.at("/subject/0/digest/sha256")));
        return new Manifest(
                artifact,
                annotations.path("bytes").asLong(),
                annotations.path("files").asLong(),
                draft);
    }

    private static @Nullable String commit(JsonNode definition) {
        JsonNode commit = definition.at("/resolvedDependencies/0/digest/gitCommit");
        return commit.isString() ? commit.stringValue() : null;
    }

    private static String text(JsonNode node) {
        if (!node.isString()) {
            throw new IllegalArgumentException("A text is missing");
        }
        return node.stringValue();
    }

    private static SortedMap<String, String> texts(JsonNode node) {
        SortedMap<String, String> result = new TreeMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            result.put(property.getKey(), text(property.getValue()));
        }
        return result;
    }
}
