package io.jenkins.plugins.slipway.engine.release;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which releases of a project keep their artifacts, and why, and which let them go.
 *
 * @param keep reasons by number of the release
 * @param expire numbers, ascending
 */
public record RetentionPlan(String project, SortedMap<Integer, List<String>> keep, List<Integer> expire) {
    public RetentionPlan {
        SortedMap<Integer, List<String>> copy = new TreeMap<>();
        keep.forEach((release, reasons) -> copy.put(release, List.copyOf(reasons)));
        keep = Collections.unmodifiableSortedMap(copy);
        expire = List.copyOf(expire);
    }

    /** One line for each release, in order. */
    public List<String> describe() {
        SortedMap<Integer, String> lines = new TreeMap<>();
        keep.forEach((release, reasons) ->
                lines.put(release, "keep release " + release + ": " + String.join(", ", reasons)));
        expire.forEach(release -> lines.put(release, "expire release " + release));
        return new ArrayList<>(lines.values());
    }
}
