package io.jenkins.plugins.slipway.host.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.target.DeploymentOutcome;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The one mapper of the host: records as they are, closed sets by the name of their case. */
public final class HostJson {
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .addMixIn(DataChange.class, DataChangeCases.class)
            .addMixIn(DeploymentOutcome.class, DeploymentOutcomeCases.class)
            .addModule(new SimpleModule("configuration")
                    .addSerializer(ProjectConfig.class, new ConfigWriting())
                    .addDeserializer(ProjectConfig.class, new ConfigReading()))
            .build();

    private HostJson() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = DataChange.Down.class, name = "down"),
        @JsonSubTypes.Type(value = DataChange.Restore.class, name = "restore")
    })
    private interface DataChangeCases {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = DeploymentOutcome.Committed.class, name = "committed"),
        @JsonSubTypes.Type(value = DeploymentOutcome.Restored.class, name = "restored"),
        @JsonSubTypes.Type(value = DeploymentOutcome.Emptied.class, name = "emptied"),
        @JsonSubTypes.Type(value = DeploymentOutcome.Broken.class, name = "broken"),
        @JsonSubTypes.Type(value = DeploymentOutcome.Kept.class, name = "kept")
    })
    private interface DeploymentOutcomeCases {}

    /** A configuration travels as the tree it was mapped from: that form is kept stable for releases anyway. */
    private static final class ConfigWriting extends ValueSerializer<ProjectConfig> {
        @Override
        public void serialize(ProjectConfig value, JsonGenerator generator, SerializationContext context) {
            generator.writePOJO(value.source());
        }
    }

    private static final class ConfigReading extends ValueDeserializer<ProjectConfig> {
        @Override
        public ProjectConfig deserialize(JsonParser parser, DeserializationContext context) {
            return ConfigReader.map(context.readTree(parser));
        }
    }
}
