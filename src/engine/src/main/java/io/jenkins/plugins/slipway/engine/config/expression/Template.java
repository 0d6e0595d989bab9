package io.jenkins.plugins.slipway.engine.config.expression;

import java.util.function.UnaryOperator;

/**
 * A text with places for what the groups of an expression found: {@code $1} or {@code \1} to {@code $9}, and {@code $name} or
 * {@code ${name}}. A dollar sign that nothing of that kind follows is itself.
 *
 * @param text as it is written
 */
public record Template(String text) {
    /** Which group a place is for, and where it ends; the group is empty where there is no place. */
    private record Place(String group, int end) {}

    /** More of them would make a long address of a path of ordinary length. */
    private static final int MOST_PLACES = 20;

    /** @throws IllegalArgumentException if a place is for a group that the expression does not have, or there are too many */
    public void check(Expression expression) {
        int places = 0;
        for (int i = 0; i < text.length(); i++) {
            Place place = place(i);
            String group = place.group();
            places += group.isEmpty() ? 0 : 1;
            if (places > MOST_PLACES) {
                throw new IllegalArgumentException("has more than " + MOST_PLACES + " places for groups");
            }
            boolean number = group.length() == 1 && Character.isDigit(group.charAt(0));
            boolean known = number ? group.charAt(0) - '0' <= expression.groups() : expression.names(group);
            if (!group.isEmpty() && !known) {
                throw new IllegalArgumentException(
                        "refers to group ‘" + group + "’, which its expression does not have");
            }
        }
    }

    /**
     * The text with what was found.
     *
     * @param encoded how what was found is written
     */
    public String filled(Expression.Found found, UnaryOperator<String> encoded) {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            Place place = place(i);
            String value = place.group().isEmpty() ? null : found.group(place.group());
            if (value == null) {
                result.append(text.charAt(i));
                i++;
            } else {
                result.append(encoded.apply(value));
                i = place.end();
            }
        }
        return result.toString();
    }

    /** The text as an address, path and query, with what was found in its place in either. */
    public String address(Expression.Found found) {
        int query = text.indexOf('?');
        return query < 0
                ? filled(found, UrlPath::encoded)
                : new Template(text.substring(0, query)).filled(found, UrlPath::encoded)
                        + new Template(text.substring(query)).filled(found, Template::inQuery);
    }

    /** As a value in a query: it ends nothing and begins nothing. */
    static String inQuery(String value) {
        return UrlPath.encoded(value)
                .replace("&", "%26")
                .replace("+", "%2B")
                .replace("=", "%3D")
                .replace(";", "%3B");
    }

    private Place place(int at) {
        char c = text.charAt(at);
        char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        boolean dollar = c == '$';
        if ((dollar || c == '\\') && next >= '0' && next <= '9') {
            return new Place(String.valueOf(next), at + 2);
        }
        boolean braces = dollar && next == '{';
        int start = braces ? at + 2 : at + 1;
        int end = start;
        while (dollar && end < text.length() && (letter(text.charAt(end)) || end > start && digit(text.charAt(end)))) {
            end++;
        }
        if (braces && end == start && end + 1 < text.length() && digit(text.charAt(end))) {
            end++;
        }
        boolean closed = !braces || end < text.length() && text.charAt(end) == '}';
        return end > start && closed
                ? new Place(text.substring(start, end), braces ? end + 1 : end)
                : new Place("", at + 1);
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
