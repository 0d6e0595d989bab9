package io.jenkins.plugins.slipway.host.router.files;

import io.jenkins.plugins.slipway.engine.config.expression.Expression;
import io.jenkins.plugins.slipway.engine.config.expression.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the paths below a prefix are answered: from files, by the application, or not at all.
 *
 * @param prefix of the URL path, starts and ends with a slash
 * @param root directory that holds the files, relative to the application; null if there are none
 * @param index files that stand for a directory
 * @param fallback what answers where there is no file
 * @param policy of files that no rule matches
 * @param rules by the path; the first that matches wins
 * @param scripts whether files that are scripts are the application's, which runs them
 * @param mostBytes longest body of a request that the application gets
 */
public record Location(
        String prefix,
        @Nullable Path root,
        List<String> index,
        Fallback fallback,
        Policy policy,
        List<Rule> rules,
        boolean scripts,
        long mostBytes) {

    public Location(
            String prefix,
            @Nullable Path root,
            List<String> index,
            Fallback fallback,
            Policy policy,
            List<Rule> rules) {
        this(prefix, root, index, fallback, policy, rules, true, Long.MAX_VALUE);
    }

    /**
     * @param allow whether files are given out
     * @param expiresSeconds how long a browser may keep them, 0 for not saying, -1 for not at all
     * @param headers added to their answers
     */
    public record Policy(boolean allow, long expiresSeconds, Map<String, String> headers) {}

    /**
     * A policy of its own for the paths that the expression is found in.
     *
     * @param closed whether it says itself that nothing is given out; then scripts are not run either
     */
    public record Rule(
            Expression pattern, Policy policy, @Nullable Fallback fallback, boolean closed) {
        public Rule(Expression pattern, Policy policy, @Nullable Fallback fallback) {
            this(pattern, policy, fallback, !policy.allow());
        }
    }

    /** What answers where there is no file. */
    public sealed interface Fallback {
        /** Nothing does: 404. */
        record None() implements Fallback {}

        /** The application, at the path that was asked for. */
        record Application() implements Fallback {}

        /** The application, or a file of this location, at a path of its own; a rule's may have places for groups. */
        record At(String uri) implements Fallback {}
    }

    /** The first rule that meets the path, or null. */
    @Nullable
    Rule rule(String path) {
        for (Rule rule : rules) {
            if (rule.pattern().foundIn(path)) {
                return rule;
            }
        }
        return null;
    }

    /** Whether there is anything that is not given out. */
    boolean denies() {
        return !policy.allow() || rules.stream().anyMatch(rule -> !rule.policy().allow());
    }

    Fallback fallback(String path) {
        for (Rule rule : rules) {
            Expression.Found found =
                    rule.fallback() == null ? null : rule.pattern().find(path);
            if (found != null && rule.fallback() != null) {
                return rule.fallback() instanceof Fallback.At at
                        ? new Fallback.At(new Template(at.uri()).address(found))
                        : rule.fallback();
            }
        }
        return fallback;
    }
}
