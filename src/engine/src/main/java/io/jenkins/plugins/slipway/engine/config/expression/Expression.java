package io.jenkins.plugins.slipway.engine.config.expression;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that is searched for in time that is linear in the text, whatever the text is: clients choose it. Its
 * syntax is RE2's, which is Perl's without what cannot be done in linear time.
 */
public final class Expression {
    /** How large the largest expression's program is: each step of a search costs that much at worst. */
    private static final int LARGEST = 1000;

    private final String text;
    private final Pattern pattern;

    private Expression(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * @throws IllegalArgumentException if it is none, or one that takes too long or too much memory; the message says why, as the end
     *     of a sentence
     */
    public static Expression of(String text) {
        ExpressionShape.check(text);
        try {
            Pattern pattern = Pattern.compile(text);
            if (pattern.programSize() > LARGEST) {
                throw new IllegalArgumentException(ExpressionShape.TOO_LARGE);
            }
            return new Expression(text, pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(reason(e), e);
        }
    }

    /** Whether it is found anywhere in the text. */
    public boolean foundIn(String searched) {
        return pattern.matcher(searched).find();
    }

    /** The first place where it is found, or null. */
    public @Nullable Found find(String searched) {
        Matcher matcher = pattern.matcher(searched);
        return matcher.find() ? new Found(matcher, pattern.namedGroups()) : null;
    }

    /** How many groups it has; each is numbered from 1. */
    public int groups() {
        return pattern.groupCount();
    }

    /** Whether one of its groups has that name. */
    boolean names(String group) {
        return pattern.namedGroups().containsKey(group);
    }

    /** How large its program is: what one character of a search costs at worst. */
    public int steps() {
        return pattern.programSize();
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** What the groups of an expression have found. */
    public static final class Found {
        private final Matcher matcher;
        private final Map<String, Integer> names;

        private Found(Matcher matcher, Map<String, Integer> names) {
            this.matcher = matcher;
            this.names = names;
        }

        /**
         * @param group a number or a name
         * @return what it found, empty for nothing; null if there is no such group
         */
        @Nullable
        String group(String group) {
            Integer number = names.get(group);
            if (number == null && group.length() == 1 && Character.isDigit(group.charAt(0))) {
                number = group.charAt(0) - '0';
            }
            if (number == null || number > matcher.groupCount()) {
                return null;
            }
            String found = matcher.group(number);
            return found == null ? "" : found;
        }
    }

    private static String reason(PatternSyntaxException e) {
        String part = e.getPattern();
        String kind = String.valueOf(e.getDescription());
        if (part.startsWith("(?=") || part.startsWith("(?!") || part.startsWith("(?<")) {
            return "it looks ahead or behind with ‘" + part + "’, which cannot be done in linear time";
        }
        if (part.matches("\\\\[1-9k].*")) {
            return "it refers back to what it found with ‘" + part + "’, which cannot be done in linear time";
        }
        if (part.startsWith("(?>") || part.endsWith("+") && kind.contains("repetition")) {
            return "it switches off backtracking with ‘" + part + "’; matching here never backtracks, so leave it out";
        }
        return kind + (part.isEmpty() ? "" : " ‘" + part + "’");
    }
}
