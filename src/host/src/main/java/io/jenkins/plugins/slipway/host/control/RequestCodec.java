package io.jenkins.plugins.slipway.host.control;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.host.wire.HostJson;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/** The names of the operations, and the one door through which a request comes in: all of it is understood there, or it is refused. */
final class RequestCodec {
    /** How much of what was sent an error repeats. */
    private static final int LONGEST_QUOTE = 60;

    private static final List<String> ENVELOPE = List.of("op", "id");

    private static final Map<String, Class<? extends Request<?>>> TYPES = Map.ofEntries(
            Map.entry("status", HostRequest.Status.class),
            Map.entry("metrics", HostRequest.Metrics.class),
            Map.entry("stop", HostRequest.Stop.class),
            Map.entry("upgrade", HostRequest.Upgrade.class),
            Map.entry("watch", HostRequest.Watch.class),
            Map.entry("names", HostRequest.Names.class),
            Map.entry("release-name", HostRequest.ReleaseName.class),
            Map.entry("inspect", EnvironmentRequest.Inspect.class),
            Map.entry("objects", EnvironmentRequest.ListObjects.class),
            Map.entry("call", EnvironmentRequest.RunAction.class),
            Map.entry("give-up", EnvironmentRequest.GiveUp.class),
            Map.entry("backups", EnvironmentRequest.Backups.class),
            Map.entry("preview", EnvironmentRequest.Preview.class),
            Map.entry("lock", LockedRequest.Take.class),
            Map.entry("unlock", LockedRequest.Unlock.class),
            Map.entry("secrets", LockedRequest.Entrust.class),
            Map.entry("begin", LockedRequest.Begin.class),
            Map.entry("phase", LockedRequest.Perform.class),
            Map.entry("idle", LockedRequest.Idle.class),
            Map.entry("restore", LockedRequest.Restore.class),
            Map.entry("commit", LockedRequest.Commit.class),
            Map.entry("keep", LockedRequest.Keep.class),
            Map.entry("backup", LockedRequest.CreateBackup.class),
            Map.entry("restore-backup", LockedRequest.RestoreBackup.class),
            Map.entry("reconcile", LockedRequest.Reconcile.class));

    private static final Map<Class<?>, String> OPERATIONS =
            TYPES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    /** A number is a number, a text is a text, and a case is one of those that there are. */
    private static final JsonMapper STRICT = HostJson.MAPPER
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, config -> {
                for (CoercionInputShape shape :
                        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
                    config.setCoercion(shape, CoercionAction.Fail);
                }
            })
            .withCoercionConfig(
                    LogicalType.Enum,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .build();

    private RequestCodec() {}

    /** The message, but for its {@code id}. */
    static ObjectNode write(Request<?> request) {
        ObjectNode message = Protocol.object().put("op", Objects.requireNonNull(OPERATIONS.get(request.getClass())));
        return message.setAll(HostJson.MAPPER.<ObjectNode>valueToTree(request));
    }

    /**
     * The request that a message is.
     *
     * @throws RefusedException if there is no such operation
     * @throws BadInputException if it has a field too many or too few, or one with a value that it cannot have
     */
    static Request<?> read(ObjectNode message) {
        String op = message.path("op").asString("");
        Class<? extends Request<?>> type = TYPES.get(op);
        if (type == null) {
            throw new RefusedException("this host daemon does not know the operation ‘" + quoted(op) + "’");
        }
        List<String> names = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        for (String field : message.propertyNames()) {
            if (!names.contains(field) && !ENVELOPE.contains(field)) {
                throw new BadInputException("the request ‘" + op + "’ has no field ‘" + quoted(field) + "’"
                        + (names.isEmpty() ? "" : "; it has " + String.join(", ", names)));
            }
        }
        for (String name : names) {
            if (!message.has(name)) {
                throw new BadInputException("the request ‘" + op + "’ lacks its field ‘" + name + "’");
            }
        }
        try {
            return STRICT.treeToValue(message.deepCopy().without(ENVELOPE), type);
        } catch (JacksonException e) {
            String field = e.getPath().stream()
                    .map(JacksonException.Reference::getPropertyName)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("/"));
            throw new BadInputException(
                    "the request ‘" + op + "’ is not understood: "
                            + (field.isEmpty()
                                    ? "a field is null"
                                    : "‘" + quoted(field) + "’ has a value that it cannot have"),
                    e);
        }
    }

    private static String quoted(String text) {
        return Texts.line(Texts.plain(text, LONGEST_QUOTE));
    }
}
