package io.jenkins.plugins.slipway.engine.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds circles among names that refer to names. */
final class Graph {
    private Graph() {}

    /** One circle for each group of names that go round: {@code [a, b, a]}; empty if there is none. */
    static List<List<String>> circles(Map<String, List<String>> edges) {
        var circles = new ArrayList<List<String>>();
        var done = new HashSet<String>();
        for (String start : edges.keySet()) {
            visit(start, edges, new ArrayList<>(), done, circles);
        }
        return circles;
    }

    private static void visit(
            String name,
            Map<String, List<String>> edges,
            List<String> path,
            Set<String> done,
            List<List<String>> circles) {
        int seen = path.indexOf(name);
        if (seen >= 0) {
            var circle = new ArrayList<>(path.subList(seen, path.size()));
            circle.add(name);
            circles.add(List.copyOf(circle));
            return;
        }
        if (!done.contains(name)) {
            path.add(name);
            for (String next : edges.getOrDefault(name, List.of())) {
                visit(next, edges, path, done, circles);
            }
            path.remove(path.size() - 1);
            done.add(name);
        }
    }
}
