package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the interface answers with. */
interface ApiAnswer {
    void send(@NonNull StaplerRequest2 request, @NonNull StaplerResponse2 response) throws IOException;

    /** A document; whoever has it already is told so, by its tag. */
    static ApiAnswer of(@NonNull JsonNode document) {
        return (request, response) -> {
            byte[] body = document.toPrettyString().getBytes(StandardCharsets.UTF_8);
            String tag = tag(body);
            response.setHeader("ETag", tag);
            response.setHeader("Cache-Control", "private, no-cache");
            String known = request.getHeader("If-None-Match");
            if (known != null && Arrays.asList(known.split(", *")).contains(tag)) {
                response.setStatus(304);
                return;
            }
            write(response, 200, "application/json", body);
        };
    }

    /** A file as text. */
    static ApiAnswer text(@NonNull Path file) {
        return (request, response) -> TextFiles.send(file, response);
    }

    static ApiAnswer of(@NonNull ApiProblem problem) {
        return (request, response) -> {
            ObjectNode document = JsonMapper.shared()
                    .createObjectNode()
                    .put("type", "about:blank")
                    .put("title", title(problem.status()))
                    .put("status", problem.status())
                    .put("detail", problem.getMessage());
            write(
                    response,
                    problem.status(),
                    "application/problem+json",
                    document.toPrettyString().getBytes(StandardCharsets.UTF_8));
        };
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            default -> "Conflict";
        };
    }

    private static void write(StaplerResponse2 response, int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type + ";charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String tag(byte[] body) {
        return '"' + Digest.of(body).hex().substring(0, 32) + '"';
    }
}
