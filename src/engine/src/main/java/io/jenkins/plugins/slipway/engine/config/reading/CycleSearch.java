package io.jenkins.plugins.slipway.engine.config.reading;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds circles among names that refer to names. Each reference is followed once, and without recursion. */
final class CycleSearch {
    /** Who has more circles than this mends these first. */
    private static final int MOST = 20;

    private CycleSearch() {}

    /** One circle for each group of names that go round, some twenty at most: {@code [a, b, a]}; empty if there is none. */
    static List<List<String>> circles(Map<String, List<String>> edges) {
        List<List<String>> circles = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (String start : edges.keySet()) {
            if (!done.contains(start) && circles.size() < MOST) {
                walk(start, edges, done, circles);
            }
        }
        return circles;
    }

    private static void walk(
            String start, Map<String, List<String>> edges, Set<String> done, List<List<String>> circles) {
        List<String> path = new ArrayList<>();
        Map<String, Integer> placeInPath = new HashMap<>();
        Deque<Iterator<String>> open = new ArrayDeque<>();
        enter(start, edges, path, placeInPath, open);
        while (!open.isEmpty() && circles.size() < MOST) {
            if (!open.peek().hasNext()) {
                open.pop();
                String left = path.remove(path.size() - 1);
                placeInPath.remove(left);
                done.add(left);
                continue;
            }
            String next = open.peek().next();
            Integer seen = placeInPath.get(next);
            if (seen != null) {
                List<String> circle = new ArrayList<>(path.subList(seen, path.size()));
                circle.add(next);
                circles.add(List.copyOf(circle));
            } else if (!done.contains(next)) {
                enter(next, edges, path, placeInPath, open);
            }
        }
    }

    private static void enter(
            String name,
            Map<String, List<String>> edges,
            List<String> path,
            Map<String, Integer> placeInPath,
            Deque<Iterator<String>> open) {
        placeInPath.put(name, path.size());
        path.add(name);
        open.push(edges.getOrDefault(name, List.of()).iterator());
    }
}
