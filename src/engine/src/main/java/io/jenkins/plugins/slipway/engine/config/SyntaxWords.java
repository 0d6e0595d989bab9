package io.jenkins.plugins.slipway.engine.config;

import java.util.Locale;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * What to say about text that is not YAML. The parser's own words name the state it was in; these name the mistake that
 * usually leads there.
 */
record SyntaxWords(String message, String next) {
    static SyntaxWords of(MarkedYamlEngineException e, String text) {
        String problem = e.getProblem() == null ? "it cannot be read" : oneLine(e.getProblem());
        String lower = problem.toLowerCase(Locale.ROOT);
        if (lower.contains("(tab)") || lower.contains("\\t")) {
            return new SyntaxWords("a tab stands where YAML wants spaces", "indent with spaces only");
        }
        if (lower.contains("escape")) {
            return new SyntaxWords(
                    "a backslash in double quotes starts an escape that YAML does not know (" + problem + ")",
                    "use single quotes, in which a backslash is just a backslash");
        }
        if (lower.contains("alias")) {
            return new SyntaxWords(problem, "define the anchor (&name) before its first use (*name), and only once");
        }
        if (lower.contains("expected <block end>") || lower.contains("mapping values are not allowed")) {
            return new SyntaxWords(
                    "this does not fit the lines around it",
                    "indent all keys of one section alike, put a space after each colon, close every quote above, and quote"
                            + " a value that holds ‘: ’");
        }
        if (lower.contains("could not find expected ':'")) {
            return new SyntaxWords(
                    "a line stands where ‘key: value’ is expected",
                    "write ‘key: value’, or ‘|’ for text of several lines");
        }
        if (lower.contains("end of stream") || lower.contains("unexpected document separator")) {
            return new SyntaxWords(
                    "something is opened and never closed (" + problem + ")", "close the quote or the bracket");
        }
        String context = e.getContext() == null ? "" : oneLine(e.getContext()) + ", ";
        return new SyntaxWords(
                "this is not YAML: " + context + problem, "correct the line; quote values with special characters");
    }

    private static String oneLine(String words) {
        return words.replaceAll("\\s+", " ").strip();
    }
}
