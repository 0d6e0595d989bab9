package io.jenkins.plugins.slipway.engine;

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

    /** Control characters, and those that change the direction in which a line is read. */
    private static boolean isOrder(char c) {
        return Character.isISOControl(c)
                || (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2066' && c <= '\u2069')
                || c == '\u2028'
                || c == '\u2029';
    }
}
