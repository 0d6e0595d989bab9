package io.jenkins.plugins.slipway.engine.target;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a step has found out and saved of an environment's data before anything changes. The one owner of the names that these have among
 * the facts of a {@link StepResult}.
 *
 * @param versions of the schema, by application
 * @param backups where each can be loaded from, by application
 */
public record DataFacts(Map<String, String> versions, Map<String, String> backups) {
    /** Nothing is known. */
    public static final DataFacts NONE = new DataFacts(Map.of(), Map.of());

    private static final String VERSION = "data-version/";
    private static final String BACKUP = "backup/";

    public DataFacts {
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
        backups = Collections.unmodifiableMap(new TreeMap<>(backups));
    }

    /** Those among the facts of a step; other facts are left out. */
    public static DataFacts of(Map<String, String> facts) {
        return new DataFacts(below(VERSION, facts), below(BACKUP, facts));
    }

    /** As facts of a step. */
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        versions.forEach((application, version) -> facts.put(VERSION + application, version));
        backups.forEach((application, place) -> facts.put(BACKUP + application, place));
        return facts;
    }

    /** Both together; what the other one knows counts. */
    public DataFacts and(DataFacts other) {
        Map<String, String> facts = new TreeMap<>(facts());
        facts.putAll(other.facts());
        return of(facts);
    }

    public boolean isEmpty() {
        return versions.isEmpty() && backups.isEmpty();
    }

    private static Map<String, String> below(String name, Map<String, String> facts) {
        Map<String, String> below = new TreeMap<>();
        facts.forEach((key, value) -> {
            if (key.startsWith(name)) {
                below.put(key.substring(name.length()), value);
            }
        });
        return below;
    }
}
