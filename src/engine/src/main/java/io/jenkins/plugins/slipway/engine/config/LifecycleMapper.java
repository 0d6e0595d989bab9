package io.jenkins.plugins.slipway.engine.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Maps the sections that are Slipway's own; expects valid ones. */
final class LifecycleMapper {
    private static final Duration TEST_TIMEOUT = Duration.ofHours(1);

    private LifecycleMapper() {}

    static EnvironmentConfig environment(String name, JsonNode section) {
        EnvironmentConfig usual = EnvironmentConfig.defaults(name);
        JsonNode hold = section.path("hold");
        return new EnvironmentConfig(
                name,
                constant(EnvironmentConfig.Type.class, section.path("type"), usual.type()),
                ApplicationMapper.text(section.path("parent")),
                ApplicationMapper.members(section.path("variables"), (key, value) -> value.asString("")),
                list(section.path("requires"), JsonNode::asString),
                new EnvironmentConfig.Hold(
                        hold.path("methods").asString("idempotent").equals("all"),
                        Durations.of(hold.path("timeout"), EnvironmentConfig.DEFAULT_HOLD)),
                constant(EnvironmentConfig.OnFailure.class, section.path("on_failure"), usual.onFailure()),
                Durations.of(section.path("watch"), usual.watch()),
                constant(EnvironmentConfig.Wait.class, section.path("wait"), usual.waiting()),
                ApplicationMapper.members(section.path("services"), (service, address) -> address.asString("")),
                list(section.path("domains"), JsonNode::asString),
                objects(section.path("objects")),
                backup(section.path("backup")),
                ApplicationMapper.members(section.path("instances"), (application, number) -> number.asInt(1)),
                ApplicationMapper.members(section.path("limits"), (application, limits) -> limits(limits)));
    }

    private static EnvironmentConfig.Limits limits(JsonNode section) {
        String memory = section.path("memory").asString("");
        Long bytes = memory.isEmpty()
                ? null
                : Long.valueOf(
                        Long.parseLong(memory.substring(0, memory.length() - 1)) << (memory.endsWith("G") ? 30 : 20));
        return new EnvironmentConfig.Limits(
                bytes,
                section.has("processes")
                        ? Integer.valueOf(section.path("processes").asInt(0))
                        : null);
    }

    private static EnvironmentConfig.BackupPolicy backup(JsonNode section) {
        EnvironmentConfig.BackupPolicy usual = EnvironmentConfig.BackupPolicy.DEFAULT;
        return new EnvironmentConfig.BackupPolicy(
                section.path("keep").asInt(usual.keep()),
                Durations.of(section.path("age"), usual.age()),
                section.path("mounts").asBoolean(usual.mounts()));
    }

    private static EnvironmentConfig.ObjectPlace objects(JsonNode section) {
        String url = ApplicationMapper.text(section.path("url"));
        return new EnvironmentConfig.ObjectPlace(
                ApplicationMapper.text(section.path("database")), url == null ? null : url.replaceFirst("/+$", ""));
    }

    static GateConfig gate(String environment, JsonNode section) {
        return new GateConfig(
                environment,
                ApplicationMapper.text(section.path("cleanup")),
                list(
                        section.path("tests"),
                        test -> new GateConfig.Test(
                                test.path("run").asString(""),
                                ApplicationMapper.text(test.path("junit")),
                                Durations.of(test.path("timeout"), TEST_TIMEOUT))),
                list(
                        section.path("coverage"),
                        coverage -> new GateConfig.Coverage(
                                ApplicationMapper.text(coverage.path("report")),
                                ApplicationMapper.text(coverage.path("inventory")))),
                list(
                        section.path("rules"),
                        rule -> new GateConfig.Rule(
                                rule.path("metric").asString(""),
                                number(rule.path("min")),
                                number(rule.path("max")),
                                constant(
                                        GateConfig.Criticality.class,
                                        rule.path("criticality"),
                                        GateConfig.Criticality.FAILURE))));
    }

    static DataConfig data(JsonNode section) {
        return new DataConfig(
                ApplicationMapper.text(section.path("version")),
                ApplicationMapper.text(section.path("down")),
                ApplicationMapper.text(section.path("backup")),
                ApplicationMapper.text(section.path("restore")));
    }

    static HealthConfig health(JsonNode section) {
        HealthConfig usual = HealthConfig.DEFAULT;
        int min = usual.minStatus();
        int max = usual.maxStatus();
        if (section.has("status")) {
            String[] range = section.path("status").asString().split("-", 2);
            min = Integer.parseInt(range[0]);
            max = range.length == 2 ? Integer.parseInt(range[1]) : min;
        }
        return new HealthConfig(
                section.path("path").asString(usual.path()),
                min,
                max,
                Durations.of(section.path("timeout"), usual.timeout()),
                Durations.of(section.path("interval"), usual.interval()));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode node, E otherwise) {
        return node.isString() ? Enum.valueOf(type, node.asString().toUpperCase(Locale.ROOT)) : otherwise;
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? Double.valueOf(node.doubleValue()) : null;
    }

    private static <T> List<T> list(JsonNode node, Function<JsonNode, T> each) {
        var items = new ArrayList<T>();
        for (JsonNode item : node) {
            items.add(each.apply(item));
        }
        return List.copyOf(items);
    }
}
