package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.Names;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes a deploy list of what a script answered. Trusts nothing of it, and says everything that is wrong at once. */
final class DeployListReader {
    /** More is a script that has lost count of its loop. */
    static final int MOST_OBJECTS = 20_000;

    private static final Set<String> OPERATIONS =
            Set.of(DeclaredObject.RUN, DeclaredObject.PROPS, DeclaredObject.SUBSCRIBE, DeclaredObject.UNSUBSCRIBE);

    private final String script;
    private final List<String> mistakes = new ArrayList<>();

    private DeployListReader(String script) {
        this.script = script;
    }

    /**
     * @param script for the message
     * @throws LifecycleFailedException if the list has mistakes; all of them are in the message
     */
    static DeployList read(JsonNode answer, String script) {
        return new DeployListReader(script).list(answer.path("objects"));
    }

    private DeployList list(JsonNode nodes) {
        if (!nodes.isArray()) {
            throw refused(List.of("the answer to ‘list’ has no array ‘objects’"));
        }
        if (nodes.size() > MOST_OBJECTS) {
            throw refused(List.of("it declares " + nodes.size() + " objects; at most " + MOST_OBJECTS + " are taken"));
        }
        List<DeclaredObject> objects = new ArrayList<>();
        for (JsonNode node : nodes) {
            DeclaredObject object = object(node, objects.size() + 1);
            if (object != null) {
                objects.add(object);
            }
        }
        if (mistakes.isEmpty()) {
            mistakes.addAll(DeployList.mistakes(objects));
        }
        if (!mistakes.isEmpty()) {
            throw refused(mistakes);
        }
        return new DeployList(objects);
    }

    private @Nullable DeclaredObject object(JsonNode node, int number) {
        SourcePlace place = SourcePlace.read(node.path("place"));
        String name = node.path("name").asString("");
        String where =
                (place == null ? "" : place + ": ") + "object " + (name.isEmpty() ? "" + number : "‘" + name + "’");
        int before = mistakes.size();
        if (!Names.isPlain(name)) {
            mistakes.add(where + ": this cannot be its name; " + Names.RULE);
        }
        DeclaredObject.Kind kind = switch (node.path("kind").asString("")) {
            case "action" -> DeclaredObject.Kind.ACTION;
            case "webhook" -> DeclaredObject.Kind.WEBHOOK;
            default -> {
                mistakes.add(where + ": kind " + node.path("kind") + " is neither an action nor a webhook");
                yield DeclaredObject.Kind.ACTION;
            }
        };
        Set<String> operations = names(node.path("operations"), where, "operations");
        if (!OPERATIONS.containsAll(operations)
                || !operations.contains(DeclaredObject.RUN)
                || operations.contains(DeclaredObject.SUBSCRIBE) != operations.contains(DeclaredObject.UNSUBSCRIBE)
                || (kind == DeclaredObject.Kind.ACTION && operations.size() > 1)) {
            mistakes.add(where + ": operations " + operations + " are not those of " + kind.key()
                    + "s; run is needed, and" + " subscribe and unsubscribe of webhooks go together");
        }
        JsonNode input = node.get("input");
        if (input != null && !input.isObject() && !input.isNull()) {
            mistakes.add(where + ": input must be a JSON Schema, which is an object");
        }
        DeclaredObject object = new DeclaredObject(
                kind,
                name,
                text(node, "title"),
                text(node, "description"),
                input == null || input.isNull() ? null : input,
                number(node, "timeout", where, DeclaredObject.DEFAULT_TIMEOUT, 1, 900),
                number(node, "memory", where, DeclaredObject.DEFAULT_MEMORY, 64, 4096),
                new TreeSet<>(operations),
                names(node.path("uses"), where, "uses"),
                place);
        return mistakes.size() == before ? object : null;
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() ? value.stringValue() : null;
    }

    private int number(JsonNode node, String field, String where, int otherwise, int min, int max) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
            mistakes.add(where + ": " + field + " " + value + " must be a whole number from " + min + " to " + max);
            return otherwise;
        }
        return value.intValue();
    }

    private Set<String> names(JsonNode node, String where, String field) {
        Set<String> names = new LinkedHashSet<>();
        if (node.isMissingNode() || node.isNull()) {
            return names;
        }
        for (JsonNode name : node) {
            if (!name.isString() || !names.add(name.stringValue())) {
                mistakes.add(where + ": " + field + " must be different names, and has " + name);
            }
        }
        if (!node.isArray()) {
            mistakes.add(where + ": " + field + " must be an array of names");
        }
        return names;
    }

    private LifecycleFailedException refused(List<String> sentences) {
        return new LifecycleFailedException("The deploy list of ‘" + script + "’ is refused, nothing was changed:\n  "
                + String.join("\n  ", sentences));
    }
}
