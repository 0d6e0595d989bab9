package io.jenkins.plugins.slipway.engine.config.expression;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bounds an expression before it is compiled: repetitions in repetitions multiply, and what is nested deeply is compiled by calls as
 * deep. Reads no more of the syntax than that needs; whether it is an expression at all is for the compiler to say.
 */
final class ExpressionShape {
    static final String TOO_LARGE = "it is too large when its repetitions are written out";

    private static final int LONGEST = 2000;
    private static final int DEEPEST = 50;
    /** Characters and classes when all repetitions are written out. */
    private static final long MOST = 1000;

    private final String text;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long size;
    private long last;
    private int at;

    private ExpressionShape(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException saying why it is too much */
    static void check(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("it is longer than " + LONGEST + " characters");
        }
        new ExpressionShape(text).read();
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '(' -> open();
                case ')' -> close();
                case '[' -> {
                    skipClass();
                    atom(1);
                }
                case '\\' -> escape();
                case '{' -> repeat();
                case '*', '+', '?', '|', '^', '$' -> last = c == '|' ? 0 : last;
                default -> atom(1);
            }
            if (size > MOST) {
                throw new IllegalArgumentException(TOO_LARGE);
            }
        }
    }

    private void atom(long weight) {
        size += weight;
        last = weight;
    }

    private void open() {
        outer.push(size);
        if (outer.size() > DEEPEST) {
            throw new IllegalArgumentException("its groups are nested more than " + DEEPEST + " deep");
        }
        size = 0;
        last = 0;
    }

    private void close() {
        if (outer.isEmpty()) {
            throw new IllegalArgumentException("it has a ‘)’ without its ‘(’");
        }
        long group = Math.max(1, size);
        size = outer.pop();
        atom(group);
    }

    private void skipClass() {
        at += at < text.length() && text.charAt(at) == '^' ? 1 : 0;
        // A bracket that comes first is a member.
        int first = at;
        while (at < text.length() && (text.charAt(at) != ']' || at == first)) {
            if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
                at = text.indexOf(":]", at) + 2;
            } else {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
        }
        at++;
    }

    private void escape() {
        if (at < text.length() && text.charAt(at) == 'Q') {
            int end = text.indexOf("\\E", at);
            int stop = end < 0 ? text.length() : end;
            size += stop - at - 1;
            last = 1;
            at = Math.min(text.length(), stop + 2);
        } else {
            // What a long escape is followed by counts too, which does no harm.
            at++;
            atom(1);
        }
    }

    /** Of {@code {n}}, {@code {n,}} and {@code {n,m}}; other braces are themselves. */
    private void repeat() {
        int end = text.indexOf('}', at);
        String inside = end < 0 ? "" : text.substring(at, end);
        if (!inside.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
            atom(1);
            return;
        }
        long times = 1;
        for (String number : inside.split(",")) {
            times = Math.max(times, Long.parseLong(number));
        }
        at = end + 1;
        size += last * (times - 1);
        last *= times;
    }
}
