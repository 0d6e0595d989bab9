package io.jenkins.plugins.slipway.engine.report;

import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The characters of an XML file with those replaced that XML does not allow: control characters that a tool copied from what a test
 * said, as they are or as references. Most tools take them out when they write; what the others write is a report all the same. In a tag
 * the replacement character stands for each, elsewhere a space. What is blank before the first tag is passed over.
 */
final class LegalCharacters extends Reader {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char MARK = '\uFEFF';
    /** The longest reference to a character, with zeros before it that nobody needs. */
    private static final int LONGEST_REFERENCE = 20;

    private static final int NAMED = 5;

    private final Reader in;
    private final char[] chunk = new char[8192];
    private final StringBuilder ready = new StringBuilder();
    private final StringBuilder reference = new StringBuilder();
    private final Markup markup = new Markup();
    private final Map<Integer, Integer> replaced = new TreeMap<>();
    private int taken;
    private boolean begun;

    LegalCharacters(Reader in) {
        this.in = in;
    }

    /** What was replaced so far, in a clause; null if nothing was. */
    @Nullable
    String replaced() {
        if (replaced.isEmpty()) {
            return null;
        }
        int count = replaced.values().stream().mapToInt(Integer::intValue).sum();
        String which = replaced.keySet().stream()
                .limit(NAMED)
                .map(code -> String.format("U+%04X", code))
                .collect(Collectors.joining(", "));
        return count + (count == 1 ? " character" : " characters") + " that XML does not allow "
                + (count == 1 ? "was" : "were") + " replaced (" + which + (replaced.size() > NAMED ? ", …" : "") + ")";
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        while (taken == ready.length()) {
            ready.setLength(0);
            taken = 0;
            int count = in.read(chunk, 0, chunk.length);
            if (count < 0) {
                if (reference.isEmpty()) {
                    return -1;
                }
                giveUpReference();
            }
            for (int i = 0; i < count; i++) {
                take(chunk[i]);
            }
        }
        int count = Math.min(length, ready.length() - taken);
        ready.getChars(taken, taken + count, buffer, offset);
        taken += count;
        return count;
    }

    private void take(char c) {
        if (!begun) {
            // Programs print an empty line, or a second mark, before they write what another one has made.
            begun = !Character.isWhitespace(c) && c != MARK;
            if (!begun) {
                return;
            }
        }
        if (!reference.isEmpty()) {
            reference.append(c);
            if (c == ';') {
                endReference();
            } else if (reference.length() > LONGEST_REFERENCE || !mayContinue(c)) {
                giveUpReference();
            }
        } else if (c == '&' && markup.isParsed()) {
            reference.append(c);
        } else {
            put(isLegal(c) ? c : replacement(c));
        }
    }

    private boolean mayContinue(char c) {
        int at = reference.length();
        return at == 2 ? c == '#' : at == 3 && c == 'x' || Character.digit(c, 16) >= 0;
    }

    /** It is no reference to a character, whatever else it is. */
    private void giveUpReference() {
        String text = reference.toString();
        reference.setLength(0);
        put(text.charAt(0));
        text.chars().skip(1).forEach(c -> take((char) c));
    }

    private void endReference() {
        String digits = reference.substring(Math.min(2, reference.length()), reference.length() - 1);
        boolean hexadecimal = digits.startsWith("x");
        int code;
        try {
            code = Integer.parseInt(hexadecimal ? digits.substring(1) : digits, hexadecimal ? 16 : 10);
        } catch (NumberFormatException e) {
            giveUpReference();
            return;
        }
        if (reference.charAt(1) != '#' || isLegal(code)) {
            giveUpReference();
        } else {
            reference.setLength(0);
            put(replacement(code));
        }
    }

    private char replacement(int code) {
        replaced.merge(code, 1, Integer::sum);
        return markup.inTag() ? REPLACEMENT : ' ';
    }

    private void put(char c) {
        markup.next(c);
        ready.append(c);
    }

    /** Halves of a character that is written in two are looked at where they are decoded. */
    private static boolean isLegal(char c) {
        return c >= ' ' && c < 0xFFFE || c == '\n' || c == '\t' || c == '\r';
    }

    private static boolean isLegal(int code) {
        return code <= Character.MAX_CODE_POINT
                && (code > 0xFFFF || isLegal((char) code) && !Character.isSurrogate((char) code));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Where in the document a character stands: in a tag, between tags, or in a part that is not parsed. */
    private static final class Markup {
        private final StringBuilder begin = new StringBuilder();
        private boolean tag;
        /** What ends the part that is not parsed; null outside of one. */
        private @Nullable String end;

        private int matched;

        boolean isParsed() {
            return end == null;
        }

        boolean inTag() {
            return tag && end == null;
        }

        void next(char c) {
            if (end != null) {
                leave(c, end);
                return;
            }
            if (c == '<') {
                tag = true;
                begin.setLength(0);
            } else if (c == '>') {
                tag = false;
            }
            if (tag && begin.length() < "<![CDATA[".length()) {
                begin.append(c);
                enter(begin.toString());
            }
        }

        private void enter(String beginning) {
            end = switch (beginning) {
                case "<![CDATA[" -> "]]>";
                case "<!--" -> "-->";
                case "<?" -> "?>";
                default -> null;
            };
            matched = 0;
        }

        private void leave(char c, String closing) {
            if (c == closing.charAt(matched)) {
                matched++;
            } else if (closing.startsWith("]]") || closing.startsWith("--")) {
                // Three of the same character: the last two may still begin the end.
                matched = c == closing.charAt(0) ? Math.min(matched, 2) : 0;
            } else {
                matched = c == closing.charAt(0) ? 1 : 0;
            }
            if (matched == closing.length()) {
                end = null;
                tag = false;
            }
        }
    }
}
