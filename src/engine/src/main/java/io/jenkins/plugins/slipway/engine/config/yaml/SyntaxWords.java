package io.jenkins.plugins.slipway.engine.config.yaml;

import java.util.Locale;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What to say about text that is not YAML. The parser's own words name the state it was in; these name the mistake that
 * usually leads there.
 */
record SyntaxWords(String message, String next) {
    static SyntaxWords of(YamlEngineException e, SyntaxPlace.Kind kind) {
        return switch (kind) {
            case UNCLOSED_QUOTE -> new SyntaxWords("a quote is opened here and not closed", "close it, or remove it");
            case UNCLOSED_BRACKET ->
                new SyntaxWords(
                        "a bracket is opened here and not closed", "close it, or quote a value that begins with it");
            case CUT_OFF_TEXT ->
                new SyntaxWords(
                        "this comment stands further left than the text around it and ends it",
                        "indent it as the lines above");
            case NO_COLON ->
                new SyntaxWords(
                        "a line stands where ‘key: value’ is expected",
                        "write ‘key: value’ with a space after the colon, or ‘|’ after the key above for text of several"
                                + " lines");
            case NO_BAR ->
                new SyntaxWords(
                        "text of several lines stands below this key",
                        "write ‘|’ after the colon, and indent all of the text");
            case INDENTATION ->
                new SyntaxWords(
                        "this line is indented unlike those that belong to it", "indent all keys of one section alike");
            case OTHER ->
                e instanceof MarkedYamlEngineException marked
                        ? of(marked)
                        : new SyntaxWords(
                                "this is not YAML: " + oneLine(String.valueOf(e.getMessage())), "correct the line");
        };
    }

    private static SyntaxWords of(MarkedYamlEngineException e) {
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
        if (lower.contains("expected '<document start>'")) {
            return new SyntaxWords(
                    "the file's content ended above, and more follows", "indent all keys of one section alike");
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
