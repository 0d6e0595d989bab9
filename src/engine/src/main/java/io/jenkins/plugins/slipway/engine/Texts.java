package io.jenkins.plugins.slipway.engine;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.IntStream;

/** Texts from elsewhere, made fit to be shown: neither a terminal nor a log takes orders from them. */
public final class Texts {
    /** The longest line that is worth showing. */
    private static final int LONGEST_LINE = 500;

    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    /** The text as it is, but for control characters other than line breaks and tabs, and at most that long. */
    public static String plain(String text, int longest) {
        String cut = text.length() > longest ? text.substring(0, longest) + "…" : text;
        StringBuilder plain = null;
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            if (isOrder(c) && c != '\n' && c != '\t') {
                if (plain == null) {
                    plain = new StringBuilder(cut);
                }
                plain.setCharAt(i, REPLACEMENT);
            }
        }
        return plain == null ? cut : plain.toString();
    }

    /** The same as one line of moderate length. */
    public static String line(String text) {
        return plain(text, LONGEST_LINE).replace('\n', ' ').replace('\t', ' ');
    }

    /** A span of time as people read it, such as {@code 1h 30m} or {@code 90s}, in the largest units that are not 0. */
    public static String span(Duration span) {
        return span.toString().substring(2).replaceAll("(\\d[HMS])(?!$)", "$1 ").toLowerCase(Locale.ROOT);
    }

    /** The text with everything that a terminal might obey, and what is not seen at all, written as its number. */
    public static String numbered(IntStream codePoints) {
        StringBuilder shown = new StringBuilder();
        codePoints.forEach(c -> {
            if (isOrder(c) || Character.getType(c) == Character.FORMAT) {
                shown.append(String.format("\\u%04X", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /**
     * Control characters (ECMA-48: C0, DEL and C1), and what turns, separates or annotates lines of text: Unicode's bidirectional
     * controls, its separators of lines and paragraphs, and its interlinear annotations.
     */
    public static boolean isOrder(int c) {
        return Character.isISOControl(c)
                || c == 0x61c
                || c == 0x200e
                || c == 0x200f
                || c >= 0x2028 && c <= 0x202e
                || c >= 0x2066 && c <= 0x206f
                || c >= 0xfff9 && c <= 0xfffb;
    }
}
