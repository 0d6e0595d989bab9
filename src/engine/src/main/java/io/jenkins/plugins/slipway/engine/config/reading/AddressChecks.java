package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.OlderWeb;
import io.jenkins.plugins.slipway.engine.config.expression.Expression;
import io.jenkins.plugins.slipway.engine.config.expression.RedirectTarget;
import io.jenkins.plugins.slipway.engine.config.expression.SearchBudget;
import io.jenkins.plugins.slipway.engine.config.expression.Template;
import io.jenkins.plugins.slipway.engine.config.expression.UrlPath;
import io.jenkins.plugins.slipway.engine.config.problem.Place;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Checks what the router compares requests with: paths of locations, routes and redirects, expressions, and where redirects lead. What
 * could not be compared as it is meant is an error: a rule that never matches would protect nothing.
 */
final class AddressChecks {
    private static final String SYNTAX = "write it in RE2’s syntax: https://github.com/google/re2/wiki/Syntax";

    private final MergedTree assembly;
    private final Problems problems;

    AddressChecks(MergedTree assembly, Problems problems) {
        this.assembly = assembly;
        this.problems = problems;
    }

    /** An application's section {@code web}, in both of its forms. */
    void web(JsonNode web, JsonPointer at) {
        for (var location : web.path("locations").properties()) {
            JsonPointer there = at.appendProperty("locations").appendProperty(location.getKey());
            path(location.getKey(), "the location", there);
            for (var rule : location.getValue().path("rules").properties()) {
                JsonPointer place = there.appendProperty("rules").appendProperty(rule.getKey());
                Expression expression = expression(rule.getKey(), assembly.key(place));
                JsonNode passthru = rule.getValue().path("passthru");
                if (expression != null && passthru.isString()) {
                    groups(new Template(passthru.asString())::check, expression, place.appendProperty("passthru"));
                }
            }
        }
        for (String list : new String[] {"whitelist", "blacklist"}) {
            for (int i = 0; i < web.path(list).size(); i++) {
                if (web.path(list).path(i).isString()) {
                    expression(
                            web.path(list).path(i).asString(),
                            assembly.value(at.appendProperty(list).appendIndex(i)));
                }
            }
        }
        long steps = rules(web);
        if (steps > SearchBudget.MOST_STEPS) {
            JsonPointer there = web.has("locations") ? at.appendProperty("locations") : at;
            tooMuch(there, "the expressions of all rules have " + steps + " steps together");
        }
    }

    /** Steps of all expressions that the rules of a section {@code web} have, in whichever form. */
    static long rules(JsonNode web) {
        Collection<JsonNode> locations = web.has("locations")
                ? web.path("locations").values()
                : OlderWeb.locations(web).values();
        return locations.stream()
                .flatMap(location -> location.path("rules").propertyNames().stream())
                .mapToLong(AddressChecks::steps)
                .sum();
    }

    /** What cannot be searched for is an error of its own. */
    private static long steps(String text) {
        try {
            return Expression.of(text).steps();
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    private void tooMuch(JsonPointer at, String what) {
        problems.error(
                assembly.key(at),
                "too-many-expressions",
                what + "; one request is tried with " + SearchBudget.MOST_STEPS + " at most",
                SearchBudget.ADVICE);
    }

    /**
     * A route's address and section.
     *
     * @param behind steps of the expressions that its application has
     */
    void route(String url, JsonNode section, JsonPointer at, long behind) {
        int scheme = url.indexOf("://");
        int slash = url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
        if (slash >= 0) {
            path(url.substring(slash), "the route", at);
        }
        if (section.path("to").isString()) {
            target(section.path("to").asString(), null, at.appendProperty("to"));
        }
        JsonPointer paths = at.appendProperty("redirects").appendProperty("paths");
        long steps = 0;
        for (var redirect : section.path("redirects").path("paths").properties()) {
            JsonPointer there = paths.appendProperty(redirect.getKey());
            boolean regexp = redirect.getValue().path("regexp").asBoolean(false);
            Expression expression = regexp ? expression(redirect.getKey(), assembly.key(there)) : null;
            steps += expression == null ? 0 : expression.steps();
            if (!regexp) {
                path(redirect.getKey(), "the redirect", there);
            }
            if (redirect.getValue().path("to").isString() && (!regexp || expression != null)) {
                target(redirect.getValue().path("to").asString(), expression, there.appendProperty("to"));
            }
        }
        // That an application's rules are too many by themselves is said there.
        if (steps > 0 && behind <= SearchBudget.MOST_STEPS && steps + behind > SearchBudget.MOST_STEPS) {
            tooMuch(
                    paths,
                    "the expressions of this route’s redirects have " + steps + " steps together"
                            + (behind == 0 ? "" : ", and those of its application’s rules " + behind));
        }
    }

    private void path(String path, String what, JsonPointer at) {
        try {
            UrlPath.configured(path);
        } catch (UrlPath.MalformedException e) {
            unlessSaid(
                    assembly.key(at),
                    "url-path",
                    what + " " + Values.quoted(path) + " is at a path that no request can have: it has "
                            + e.getMessage(),
                    "write the path as it is, without a query; a percent sign as %25");
        }
    }

    private @Nullable Expression expression(String text, Place place) {
        try {
            return Expression.of(text);
        } catch (IllegalArgumentException e) {
            problems.error(
                    place,
                    "expression",
                    Values.quoted(text) + " is not an expression that can be searched for: " + e.getMessage(),
                    SYNTAX);
            return null;
        }
    }

    private void target(String to, @Nullable Expression expression, JsonPointer at) {
        try {
            RedirectTarget target = RedirectTarget.of(to);
            if (expression != null) {
                groups(target::check, expression, at);
            }
        } catch (IllegalArgumentException e) {
            unlessSaid(
                    assembly.value(at),
                    "redirect-target",
                    Values.quoted(to) + " " + e.getMessage(),
                    "write a path such as /new/ or an address such as https://example.com/new/");
        }
    }

    /** What the form of an address is wrong about may have been said before. */
    private void unlessSaid(Place place, String rule, String message, String next) {
        if (!problems.hasErrorAt(place.path())) {
            problems.error(place, rule, message, next);
        }
    }

    private interface Check {
        void accept(Expression expression);
    }

    private void groups(Check check, Expression expression, JsonPointer at) {
        try {
            check.accept(expression);
        } catch (IllegalArgumentException e) {
            problems.error(
                    assembly.value(at),
                    "expression",
                    "the value " + e.getMessage(),
                    "use the number or the name of a group in parentheses; there "
                            + (expression.groups() == 1 ? "is 1" : "are " + expression.groups()));
        }
    }
}
