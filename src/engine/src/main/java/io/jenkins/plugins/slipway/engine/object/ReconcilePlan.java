package io.jenkins.plugins.slipway.engine.object;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What makes an environment hold exactly what a release declares.
 *
 * @param changes declared objects in the order of the list, then disabled ones by name; those that were and stay disabled are not
 *     mentioned
 */
public record ReconcilePlan(List<Change> changes) {
    public ReconcilePlan {
        changes = List.copyOf(changes);
    }

    /** What happens to an object. */
    public enum Act {
        CREATE("create"),
        UPDATE("update"),
        REENABLE("re-enable"),
        DISABLE("disable"),
        SAME("same");

        private final String word;

        Act(String word) {
            this.word = word;
        }

        /** As users see it. */
        public String word() {
            return word;
        }
    }

    /**
     * One object's part.
     *
     * @param fields that change; empty unless it is updated or re-enabled
     */
    public record Change(Act act, DeclaredObject.Kind kind, String name, List<String> fields) {
        public Change {
            fields = List.copyOf(fields);
        }

        @Override
        public String toString() {
            return act.word() + " " + kind.key() + " " + name
                    + (fields.isEmpty() ? "" : " (" + String.join(", ", fields) + ")");
        }
    }

    /**
     * @param current every object of the application in the environment, disabled ones too
     */
    public static ReconcilePlan of(Collection<StoredObject> current, DeployList wanted) {
        Map<String, StoredObject> left = new HashMap<>();
        current.forEach(object -> left.put(object.declared().name(), object));
        List<Change> changes = new ArrayList<>();
        for (DeclaredObject object : wanted.objects()) {
            StoredObject before = left.remove(object.name());
            List<String> fields = before == null ? List.of() : object.changedFrom(before.declared());
            changes.add(new Change(act(before, fields), object.kind(), object.name(), fields));
        }
        new TreeMap<>(left).forEach((name, object) -> {
            if (object.enabled()) {
                changes.add(new Change(Act.DISABLE, object.declared().kind(), name, List.of()));
            }
        });
        return new ReconcilePlan(changes);
    }

    private static Act act(@org.jspecify.annotations.Nullable StoredObject before, List<String> fields) {
        if (before == null) {
            return Act.CREATE;
        }
        if (!before.enabled()) {
            return Act.REENABLE;
        }
        return fields.isEmpty() ? Act.SAME : Act.UPDATE;
    }

    public boolean changesNothing() {
        return changes.stream().allMatch(change -> change.act() == Act.SAME);
    }

    /** How many objects of each act: {@code 2 create, 1 disable, 7 same}. */
    public String summary() {
        Map<Act, Long> counts = new java.util.TreeMap<>(
                changes.stream().collect(Collectors.groupingBy(Change::act, Collectors.counting())));
        return counts.isEmpty()
                ? "no objects"
                : counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().word())
                        .collect(Collectors.joining(", "));
    }

    /** A line for each object that changes. */
    public List<String> lines() {
        return changes.stream()
                .filter(change -> change.act() != Act.SAME)
                .map(Change::toString)
                .toList();
    }
}
