package io.jenkins.plugins.slipway.engine.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the records know of one project, as much as a step needs that works where the records are not: its environments, the
 * releases and deployments that still matter, and their verdicts. Travels as JSON.
 *
 * @param project whose records these are
 * @param tables rows by table, in an order in which they can be written; texts, whole numbers and nulls by column
 */
public record RecordsSnapshot(String project, Map<String, List<Map<String, @Nullable Object>>> tables) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public RecordsSnapshot {
        tables = copy(tables);
    }

    private static Map<String, List<Map<String, @Nullable Object>>> copy(
            Map<String, List<Map<String, @Nullable Object>>> tables) {
        Map<String, List<Map<String, @Nullable Object>>> copy = new LinkedHashMap<>();
        tables.forEach((table, rows) -> {
            List<Map<String, @Nullable Object>> rowsCopy = new ArrayList<>();
            rows.forEach(row -> rowsCopy.add(new LinkedHashMap<>(row)));
            copy.put(table, rowsCopy);
        });
        return copy;
    }

    public String toJson() {
        return JSON.writeValueAsString(this);
    }

    /** Reads what {@link #toJson()} wrote. */
    public static RecordsSnapshot fromJson(String json) {
        return JSON.readValue(json, RecordsSnapshot.class);
    }
}
