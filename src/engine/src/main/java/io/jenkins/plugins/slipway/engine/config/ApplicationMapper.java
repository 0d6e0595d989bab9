package io.jenkins.plugins.slipway.engine.config;

import io.jenkins.plugins.slipway.engine.config.yaml.SourceRoot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Maps one application's section; expects a valid one. */
final class ApplicationMapper {
    private ApplicationMapper() {}

    static ApplicationConfig map(String name, JsonNode section, JsonNode services) {
        JsonNode web = section.path("web");
        return new ApplicationConfig(
                name,
                text(section.path("type")),
                SourceRoot.normalised(section.path("source").path("root").asString("")),
                section.path("build").path("flavor").asString("default"),
                hooks(section.path("hooks")),
                variables(section.path("variables")),
                relationships(own(web, section, "relationships"), services),
                mounts(own(web, section, "mounts")),
                web(web, PhpServer.isFor(section)),
                members(section.path("workers"), (worker, tree) -> worker(tree, section, services)),
                members(section.path("crons"), (cron, tree) -> cron(tree)),
                section);
    }

    private static ApplicationConfig.Worker worker(JsonNode tree, JsonNode section, JsonNode services) {
        JsonNode commands = tree.path("commands");
        return new ApplicationConfig.Worker(
                text(commands.path("pre_start")),
                commands.path("start").asString(""),
                text(commands.path("post_start")),
                variables(own(tree, section, "variables")),
                relationships(own(tree, section, "relationships"), services),
                mounts(own(tree, section, "mounts")),
                tree);
    }

    /** A property of an instance: its own as a whole, else the application's. */
    private static JsonNode own(JsonNode instance, JsonNode application, String key) {
        return instance.path(key).isObject() ? instance.path(key) : application.path(key);
    }

    static Map<String, Map<String, JsonNode>> variables(JsonNode written) {
        return members(written, (prefix, variables) -> members(variables, (key, value) -> value));
    }

    private static ApplicationConfig.Hooks hooks(JsonNode hooks) {
        return new ApplicationConfig.Hooks(
                text(hooks.path("build")), text(hooks.path("deploy")), text(hooks.path("post_deploy")));
    }

    static Map<String, ApplicationConfig.Relationship> relationships(JsonNode written, JsonNode services) {
        return members(written, (name, value) -> Endpoints.of(name, value, services));
    }

    static Map<String, ApplicationConfig.Mount> mounts(JsonNode written) {
        var mounts = new LinkedHashMap<String, ApplicationConfig.Mount>();
        for (var mount : written.properties()) {
            String path = SourceRoot.normalised(mount.getKey());
            mounts.put(path, mount(path, mount.getValue()));
        }
        return java.util.Collections.unmodifiableMap(mounts);
    }

    private static ApplicationConfig.Mount mount(String path, JsonNode written) {
        if (written.isString()) {
            // shared:files/PATH; what precedes the first slash names the storage, of which there is one.
            String text = written.asString();
            int colon = text.indexOf(':');
            String source = colon < 0 ? text : text.substring(0, colon);
            String rest = colon < 0 ? "" : text.substring(colon + 1);
            int slash = rest.indexOf('/');
            String inner = SourceRoot.normalised(slash < 0 ? "" : rest.substring(slash + 1));
            return new ApplicationConfig.Mount(source(source), inner.isEmpty() ? path : inner, null);
        }
        String source = source(written.path("source").asString("storage"));
        String inner = SourceRoot.normalised(written.path("source_path").asString(""));
        return new ApplicationConfig.Mount(
                source,
                inner.isEmpty() && !written.has("source_path") ? path : inner,
                source.equals("service") ? text(written.path("service")) : null);
    }

    private static String source(String written) {
        return switch (written) {
            case "local", "shared" -> "storage";
            case "temporary" -> "tmp";
            default -> written;
        };
    }

    private static ApplicationConfig.@Nullable Web web(JsonNode web, boolean php) {
        if (!web.isObject()) {
            return null;
        }
        JsonNode commands = web.path("commands");
        String family = php ? "tcp" : web.path("upstream").path("socket_family").asString("tcp");
        return new ApplicationConfig.Web(
                text(commands.path("pre_start")),
                php ? PhpServer.START : text(commands.path("start")),
                text(commands.path("post_start")),
                family,
                web.has("locations")
                        ? members(web.path("locations"), (path, location) -> location)
                        : OlderWeb.locations(web));
    }

    private static ApplicationConfig.Cron cron(JsonNode cron) {
        JsonNode commands = cron.path("commands");
        String start = commands.has("start")
                ? commands.path("start").asString("")
                : cron.path("cmd").asString("");
        return new ApplicationConfig.Cron(cron.path("spec").asString(""), start, text(commands.path("stop")));
    }

    /** The text of a node; null if it is missing, null or blank. */
    static @Nullable String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        String text = node.asString("");
        return text.isBlank() ? null : text;
    }

    /** The members of a mapping in file order, each mapped; empty if the node is no mapping. */
    static <T> Map<String, T> members(JsonNode node, BiFunction<String, JsonNode, T> each) {
        var members = new LinkedHashMap<String, T>();
        for (var member : node.properties()) {
            members.put(member.getKey(), each.apply(member.getKey(), member.getValue()));
        }
        return java.util.Collections.unmodifiableMap(members);
    }
}
