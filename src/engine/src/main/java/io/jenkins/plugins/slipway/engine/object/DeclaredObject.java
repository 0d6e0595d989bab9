package io.jenkins.plugins.slipway.engine.object;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An action or a webhook as a script defines it.
 *
 * @param name unique in its list
 * @param title for people; null for none
 * @param description for people; null for none
 * @param input JSON Schema of an action's input; null if it takes anything
 * @param timeout seconds that one run may take
 * @param memory megabytes that one run may use
 * @param operations the functions it has: {@code run} always
 * @param uses names of the objects that it relates to
 * @param place where it is defined; null if the script does not say. Not part of what makes two definitions differ.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeclaredObject(
        Kind kind,
        String name,
        @Nullable String title,
        @Nullable String description,
        @Nullable JsonNode input,
        int timeout,
        int memory,
        SortedSet<String> operations,
        Set<String> uses,
        @Nullable SourcePlace place) {

    /** Third parties wait about as long for an answer to a webhook. */
    public static final int DEFAULT_TIMEOUT = 30;

    /** Node itself takes about 50. */
    public static final int DEFAULT_MEMORY = 256;

    public static final String RUN = "run";
    public static final String PROPS = "subscriptionProps";
    public static final String SUBSCRIBE = "subscribe";
    public static final String UNSUBSCRIBE = "unsubscribe";

    /** What an object is. */
    public enum Kind {
        /** Something that can be called. */
        ACTION,
        /** Something that third parties deliver to. */
        WEBHOOK;

        /** As scripts write it. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public DeclaredObject {
        operations = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(operations));
        uses = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(uses));
    }

    public boolean has(String operation) {
        return operations.contains(operation);
    }

    /** How long one run may take. */
    public Duration limit() {
        return Duration.ofSeconds(timeout);
    }

    /** The fields in which the other differs, in the order of the record; empty if it means the same. */
    List<String> changedFrom(DeclaredObject other) {
        List<String> changed = new java.util.ArrayList<>();
        note(changed, "kind", kind, other.kind);
        note(changed, "title", title, other.title);
        note(changed, "description", description, other.description);
        note(changed, "input", input, other.input);
        note(changed, "timeout", timeout, other.timeout);
        note(changed, "memory", memory, other.memory);
        note(changed, "operations", operations, other.operations);
        note(changed, "uses", uses, other.uses);
        return changed;
    }

    private static void note(List<String> changed, String field, @Nullable Object now, @Nullable Object before) {
        if (!Objects.equals(now, before)) {
            changed.add(field);
        }
    }
}
