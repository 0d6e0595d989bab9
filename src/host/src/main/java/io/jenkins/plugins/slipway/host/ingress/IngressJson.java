package io.jenkins.plugins.slipway.host.ingress;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.jenkins.plugins.slipway.engine.config.expression.Expression;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.files.Location;
import java.nio.file.Path;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/** How the daemon and the router write values to each other: records as they are, closed sets by the name of their case. */
final class IngressJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .addMixIn(SiteState.Mode.class, Case.class)
            .addMixIn(Routes.Destination.class, Case.class)
            .addMixIn(Location.Fallback.class, Case.class)
            .addModule(new SimpleModule("paths")
                    .addSerializer(Path.class, new PathWriting())
                    .addDeserializer(Path.class, new PathReading())
                    .addSerializer(Expression.class, new ExpressionWriting())
                    .addDeserializer(Expression.class, new ExpressionReading()))
            .build();

    private IngressJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode op(String op) {
        return object().put("op", op);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "case")
    private interface Case {}

    /** As it is, also a relative one. */
    private static final class PathWriting extends ValueSerializer<Path> {
        @Override
        public void serialize(Path value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.toString());
        }
    }

    private static final class PathReading extends ValueDeserializer<Path> {
        @Override
        public Path deserialize(JsonParser parser, DeserializationContext context) {
            return Path.of(parser.getString());
        }
    }

    private static final class ExpressionWriting extends ValueSerializer<Expression> {
        @Override
        public void serialize(Expression value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.text());
        }
    }

    private static final class ExpressionReading extends ValueDeserializer<Expression> {
        @Override
        public Expression deserialize(JsonParser parser, DeserializationContext context) {
            return Expression.of(parser.getString());
        }
    }
}
