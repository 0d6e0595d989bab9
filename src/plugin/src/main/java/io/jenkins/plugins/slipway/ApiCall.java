package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.slipway.engine.Texts;
import java.io.IOException;
import java.util.Map;
import org.kohsuke.stapler.StaplerRequest2;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What somebody asks of the interface, checked as far as it can be without the records.
 *
 * @param names what stands in the path for the names in braces, each a name or a number
 */
record ApiCall(ApiScope scope, Map<String, String> names, StaplerRequest2 request) {
    private static final int LONGEST_BODY = 65_536;
    private static final int LONGEST_REASON = 1_000;
    private static final int PAGE = 50;
    private static final int LONGEST_PAGE = 200;

    @NonNull
    String project() {
        return names.getOrDefault("project", scope.own());
    }

    @NonNull
    String environment() {
        return names.getOrDefault("environment", "");
    }

    /** A number of the path. */
    int number(@NonNull String name) {
        return natural(names.getOrDefault(name, ""), name, Integer.MAX_VALUE);
    }

    /** How many entries a page has at most. */
    int limit() {
        String given = request.getParameter("limit");
        return given == null ? PAGE : natural(given, "limit", LONGEST_PAGE);
    }

    /** The number that those of the page are below. */
    int below() {
        String given = request.getParameter("below");
        return given == null ? Integer.MAX_VALUE : natural(given, "below", Integer.MAX_VALUE);
    }

    private static int natural(String text, String name, int most) {
        if (text.matches("[1-9][0-9]{0,9}") && Long.parseLong(text) <= most) {
            return Integer.parseInt(text);
        }
        throw ApiProblem.badRequest(
                "‘" + name + "’ is ‘" + Texts.line(text) + "’, and must be a number from 1 to " + most + ".");
    }

    /** Why, as the body says it: {@code {"reason": "…"}}. */
    @NonNull
    String reason() throws IOException {
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        String reason = "";
        try {
            JsonNode document =
                    body.length > LONGEST_BODY ? null : JsonMapper.shared().readTree(body);
            reason =
                    document == null ? "" : document.path("reason").asString("").trim();
        } catch (JacksonException e) {
            // Said below.
        }
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw ApiProblem.badRequest("The body must be JSON with a ‘reason’ of 1 to " + LONGEST_REASON
                    + " characters, as in {\"reason\": \"it loses orders\"}.");
        }
        return Texts.line(reason);
    }
}
