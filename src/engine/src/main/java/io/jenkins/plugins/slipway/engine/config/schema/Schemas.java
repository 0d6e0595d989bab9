package io.jenkins.plugins.slipway.engine.config.schema;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schemas of the formats: the single source of validation, editor completion and the reference. */
public final class Schemas {
    private static final String BASE = "https://raw.githubusercontent.com/jenkinsci/slipway-plugin/main/docs/schema/";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Map<String, JsonNode> TREES = new ConcurrentHashMap<>();
    private static final Map<Format, Schema> COMPILED = new ConcurrentHashMap<>();

    private Schemas() {}

    /** A kind of configuration file. */
    public enum Format {
        /** {@code .slipway/config.yaml} */
        SLIPWAY("slipway.schema.json"),
        /** {@code .upsun/*.yaml} */
        UPSUN("upsun.schema.json"),
        /** {@code .platform.app.yaml}, and each application of {@code .platform/applications.yaml} */
        PLATFORMSH_APPLICATION("platformsh-application.schema.json"),
        /** {@code .platform/routes.yaml} */
        PLATFORMSH_ROUTES("platformsh-routes.schema.json"),
        /** {@code .platform/services.yaml} */
        PLATFORMSH_SERVICES("platformsh-services.schema.json");

        private final String file;

        Format(String file) {
            this.file = file;
        }

        /** The name of the schema's file, as published in the folder {@code docs/schema}. */
        public String file() {
            return file;
        }
    }

    /** The text of a format's JSON Schema (2020-12). It refers to parts in {@code common.schema.json}. */
    public static String text(Format format) {
        return resource(format.file());
    }

    /** The text of the JSON Schema with the parts that the formats share. */
    public static String common() {
        return resource("common.schema.json");
    }

    /**
     * What a key means, for people: its place, types, description, default and an example, one paragraph for each place that
     * has such a key.
     *
     * @param key as people name it: {@code build}, {@code hooks.build}, {@code applications.api.hooks.build}, with dots or slashes
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if no format has such a key; the nearest one is named
     */
    public static String explain(String key) {
        return Explanation.of(key);
    }

    /** A schema file as a tree, by its file name. */
    public static JsonNode tree(String file) {
        return TREES.computeIfAbsent(file, name -> JSON.readTree(resource(name)));
    }

    /** The file name of a schema's address. */
    static String fileOf(String address) {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    static Schema compiled(Format format) {
        return COMPILED.computeIfAbsent(format, wanted -> {
            // Only our own files are ever resolved: a schema is never loaded over the network.
            SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder -> builder.schemas(
                            address -> address.startsWith(BASE) ? checked(address.substring(BASE.length())) : null));
            return registry.getSchema(SchemaLocation.of(BASE + wanted.file()));
        });
    }

    /** What documents are checked against: of places, the kinds that are installed and no others. */
    private static String checked(String file) {
        return file.equals(Format.SLIPWAY.file())
                ? TargetSections.installedIn(tree(file)).toString()
                : tree(file).toString();
    }

    private static String resource(String name) {
        String brought = TargetSections.brought(name);
        if (brought != null) {
            return brought;
        }
        try (InputStream in = Schemas.class.getResourceAsStream(name)) {
            if (in == null && TargetSections.isOfKind(name)) {
                // A kind that is published and not installed here has no keys.
                return "{}";
            }
            if (in == null) {
                throw new IllegalStateException("the schema ‘" + name + "’ is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
