package io.jenkins.plugins.slipway.engine.config.yaml;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.tokens.ScalarToken;

/**
 * Where the mistake stands in a text that is not YAML. The parser names the place where it cannot go on, which may be many
 * lines below: a quote that is never closed ends at the next quote, a key without colon joins the line after it.
 *
 * @param line from 1; 0 if nobody knows
 * @param column from 1; 0 if nobody knows
 * @param kind what can be told about the mistake from where it stands
 */
record SyntaxPlace(int line, int column, Kind kind) {
    /** What the text before the parser's place says about the mistake. */
    enum Kind {
        UNCLOSED_QUOTE,
        UNCLOSED_BRACKET,
        CUT_OFF_TEXT,
        NO_COLON,
        NO_BAR,
        INDENTATION,
        OTHER
    }

    private static final Pattern KEY = Pattern.compile("^\\s*[\\w./@\"'{}-]+:(\\s|$)");

    static SyntaxPlace of(YamlEngineException e, String text, SyntaxTokens tokens) {
        Mark at = tokens.end();
        String problem = String.valueOf(e.getMessage());
        if (e instanceof MarkedYamlEngineException marked) {
            problem = String.valueOf(marked.getProblem());
            Optional<Mark> context = marked.getContextMark();
            at = marked.getProblemMark().or(() -> context).orElse(at);
            String where = String.valueOf(marked.getContext());
            boolean earlier = context.isPresent() && at != null && context.get().getLine() < at.getLine();
            if (at != null && problem.contains("unknown escape") && !earlier) {
                // The parser has gone past the backslash.
                return new SyntaxPlace(at.getLine() + 1, Math.max(1, at.getColumn()), Kind.OTHER);
            }
            if (context.isPresent() && (where.contains("quoted scalar") || where.contains("double-quoted"))) {
                return place(context.get(), Kind.UNCLOSED_QUOTE);
            }
            if (context.isPresent() && problem.contains("could not find expected ':'")) {
                return place(context.get(), Kind.NO_COLON);
            }
            if (context.isPresent()
                    && where.contains("flow")
                    && !tokens.closes(context.get().getIndex())) {
                return place(context.get(), Kind.UNCLOSED_BRACKET);
            }
            if (at != null && (problem.contains("TAB") || problem.contains("undefined alias"))) {
                return place(at, Kind.OTHER);
            }
        }
        if (at == null) {
            return new SyntaxPlace(0, 0, Kind.OTHER);
        }
        Mark bracket = tokens.openBracket(at.getIndex());
        if (bracket != null) {
            return place(bracket, Kind.UNCLOSED_BRACKET);
        }
        List<String> lines = text.lines().toList();
        SyntaxPlace scalar = scalar(at, tokens.lastScalar(at.getIndex()), lines);
        if (scalar != null) {
            return scalar;
        }
        boolean indentation = problem.contains("expected <block end>") || problem.contains("mapping values are not");
        return indentation ? Indentation.of(lines).blame(at) : place(at, Kind.OTHER);
    }

    /** Where a tag stands that the library refuses without saying where. */
    static SyntaxPlace ofTag(SyntaxTokens tokens) {
        Mark tag = tokens.tagWithSpaces();
        return tag == null ? new SyntaxPlace(0, 0, Kind.OTHER) : place(tag, Kind.OTHER);
    }

    /** What the last text before the parser's place gives away; null if nothing. */
    private static @Nullable SyntaxPlace scalar(Mark at, @Nullable ScalarToken before, List<String> lines) {
        Mark start = before == null ? null : before.getStartMark().orElse(null);
        Mark end = before == null ? null : before.getEndMark().orElse(null);
        if (before == null || start == null || end == null || start.getLine() == at.getLine()) {
            return null;
        }
        ScalarStyle style = before.getStyle();
        boolean manyLines = start.getLine() < end.getLine();
        if (style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED) {
            return manyLines && end.getLine() == at.getLine() ? place(start, Kind.UNCLOSED_QUOTE) : null;
        }
        if (style != ScalarStyle.PLAIN) {
            return cutOff(start.getLine(), at.getLine(), lines);
        }
        String own = line(lines, start.getLine());
        boolean beginsItsLine =
                own.substring(0, Math.min(own.length(), start.getColumn())).isBlank();
        int column = Indentation.width(line(lines, at.getLine()));
        if (!beginsItsLine || column < start.getColumn()) {
            return null;
        }
        int above = Indentation.above(lines, start.getLine());
        if (above >= 0
                && own.strip().contains(" ")
                && line(lines, above).stripTrailing().endsWith(":")
                && !KEY.matcher(line(lines, at.getLine())).find()) {
            // Words below a key, and more of them: meant as its text.
            return new SyntaxPlace(above + 1, Indentation.width(line(lines, above)) + 1, Kind.NO_BAR);
        }
        return place(start, Kind.NO_COLON);
    }

    /** A comment further left than the text of ‘|’ ends it, and the rest hangs in the air. */
    private static @Nullable SyntaxPlace cutOff(int start, int at, List<String> lines) {
        int indent = -1;
        int key = Indentation.width(line(lines, start));
        for (int i = start + 1; i < at; i++) {
            String line = line(lines, i);
            int width = Indentation.width(line);
            if (!line.isBlank() && indent < 0 && width > key) {
                indent = width;
            } else if (!line.isBlank() && (width < indent || width <= key) && line.charAt(width) == '#') {
                return new SyntaxPlace(i + 1, width + 1, Kind.CUT_OFF_TEXT);
            }
        }
        return null;
    }

    private static SyntaxPlace place(Mark mark, Kind kind) {
        return new SyntaxPlace(mark.getLine() + 1, mark.getColumn() + 1, kind);
    }

    private static String line(List<String> lines, int number) {
        return number < lines.size() ? lines.get(number) : "";
    }
}
