package io.jenkins.plugins.slipway.engine.config.schema;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.config.problem.Suggestions;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds keys by the way people name them, and tells what they mean. */
final class Explanation {
    private Explanation() {}

    static String of(String key) {
        List<String> wanted = steps(key);
        Map<String, KeyEntry> found = new LinkedHashMap<>();
        Set<String> known = new LinkedHashSet<>();
        for (Schemas.Format format : Schemas.Format.values()) {
            for (KeyEntry entry : KeyEntry.all(format)) {
                known.add(entry.key());
                if (endsWith(entry.path(), wanted)) {
                    // The formats share most of their keys; the first one that has it is enough.
                    found.putIfAbsent(text(entry), entry);
                }
            }
        }
        if (found.isEmpty()) {
            String last = wanted.isEmpty() ? key : wanted.get(wanted.size() - 1);
            throw new BadInputException("the key " + Values.quoted(key) + " is not a key of any format;  "
                    + Suggestions.nearest(last, known)
                            .map(word -> "did you mean ‘" + word + "’?")
                            .orElse("docs/configuration.md lists all keys"));
        }
        return String.join("\n", found.keySet());
    }

    private static List<String> steps(String key) {
        var steps = new ArrayList<String>();
        for (String step : key.replace("[]", "/[]/").split("[./]")) {
            if (!step.isBlank()) {
                steps.add(step.strip());
            }
        }
        return steps;
    }

    /** Whether a path ends as wanted; where the user chooses a name, any name will do, but not at the very end. */
    private static boolean endsWith(List<String> path, List<String> wanted) {
        if (wanted.isEmpty() || wanted.size() > path.size()) {
            return false;
        }
        for (int i = 1; i <= wanted.size(); i++) {
            String there = path.get(path.size() - i);
            boolean any = i > 1 && (there.equals(KeyEntry.ANY) || there.equals(KeyEntry.ITEM));
            if (!any && !there.equals(wanted.get(wanted.size() - i))) {
                return false;
            }
        }
        return true;
    }

    private static String text(KeyEntry entry) {
        var text = new StringBuilder(entry.dotted())
                .append(" (")
                .append(entry.types())
                .append(entry.required() ? ", required)\n  " : ")\n  ")
                .append(entry.description())
                .append('\n');
        entry.facts()
                .forEach((heading, fact) -> text.append("  ")
                        .append(heading)
                        .append(": ")
                        .append(fact)
                        .append('\n'));
        if (!entry.example().isMissingNode()) {
            String example = entry.example().isString()
                    ? entry.example().asString().strip().replace("\n", "\n    ")
                    : Values.flow(entry.example());
            text.append("  Example: ").append(example).append('\n');
        }
        return text.toString();
    }
}
