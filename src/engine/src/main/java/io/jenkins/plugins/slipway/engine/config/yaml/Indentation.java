package io.jenkins.plugins.slipway.engine.config.yaml;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * How a file indents, and which of two lines that do not fit together is the one that does it differently.
 *
 * @param step columns from a key to those below it, as most lines have it
 */
record Indentation(List<String> lines, int step) {
    private static final int USUAL = 2;

    static Indentation of(List<String> lines) {
        Map<Integer, Integer> counts = new HashMap<>();
        int before = 0;
        for (String line : lines) {
            if (isContent(line)) {
                int width = width(line);
                if (width > before) {
                    counts.merge(width - before, 1, Integer::sum);
                }
                before = width;
            }
        }
        int step = USUAL;
        for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
            if (count.getValue() > counts.getOrDefault(step, 0)) {
                step = count.getKey();
            }
        }
        return new Indentation(lines, step);
    }

    /** The line at a place, or the first one below its parent if that is the one that is indented unlike the others. */
    SyntaxPlace blame(Mark at) {
        SyntaxPlace here = new SyntaxPlace(at.getLine() + 1, at.getColumn() + 1, SyntaxPlace.Kind.OTHER);
        if (at.getLine() >= lines.size() || !isContent(lines.get(at.getLine()))) {
            return here;
        }
        int width = width(lines.get(at.getLine()));
        int first = above(lines, at.getLine());
        if (first < 0 || width(lines.get(first)) == width) {
            return here;
        }
        if (width(lines.get(first)) < width && lines.get(first).stripTrailing().endsWith(":")) {
            // A key with this line below it: there is nothing wrong with their indentation.
            return here;
        }
        int parent = first;
        int least = width(lines.get(first)) < width ? width(lines.get(first)) : width;
        while (parent >= 0 && width(lines.get(parent)) >= least) {
            first = parent;
            parent = above(lines, parent);
        }
        int base = parent < 0 ? -step : width(lines.get(parent));
        int other = width(lines.get(first));
        boolean asUsual = width - base == step && other - base != step;
        return other != width && (asUsual || width == next(at.getLine()))
                ? new SyntaxPlace(first + 1, other + 1, SyntaxPlace.Kind.INDENTATION)
                : here;
    }

    /** The indentation of the nearest line below that is neither empty nor a comment; -1 if there is none. */
    private int next(int line) {
        for (int i = line + 1; i < lines.size(); i++) {
            if (isContent(lines.get(i))) {
                return width(lines.get(i));
            }
        }
        return -1;
    }

    /** The nearest line above that is neither empty nor a comment; -1 if there is none. */
    static int above(List<String> lines, int line) {
        int i = Math.min(line, lines.size()) - 1;
        while (i >= 0 && !isContent(lines.get(i))) {
            i--;
        }
        return i;
    }

    static int width(String line) {
        int width = 0;
        while (width < line.length() && line.charAt(width) == ' ') {
            width++;
        }
        return width;
    }

    private static boolean isContent(String line) {
        return !line.isBlank() && line.charAt(width(line)) != '#';
    }
}
