package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.Permission;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import tools.jackson.databind.json.JsonMapper;

/** The door of the interface, at {@code slipway/api/v1} of Jenkins and of each job: finds the route, and asks for the permission. */
@Restricted(NoExternalUse.class)
public final class ApiEntry {
    static final String DESCRIPTION = "openapi.json";
    private static final String VERSION = "v1";

    private final ApiScope scope;

    ApiEntry(@NonNull ApiScope scope) {
        this.scope = scope;
    }

    /** All of it; which methods are allowed is a matter of the route, and a POST without a crumb or a token never comes here. */
    public void doDynamic(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        ApiAnswer answer;
        try {
            answer = answer(request, response);
        } catch (ApiProblem problem) {
            answer = ApiAnswer.of(problem);
        } catch (SlipwayException e) {
            answer = ApiAnswer.of(ApiProblem.conflict(StepWords.of(String.valueOf(e.getMessage()))));
        }
        answer.send(request, response);
    }

    private ApiAnswer answer(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        List<String> parts = new ArrayList<>(
                List.of(request.getRestOfPath().replaceFirst("^/", "").split("/", -1)));
        if (!parts.remove(0).equals(VERSION)) {
            throw ApiProblem.notFound();
        }
        if (parts.equals(List.of(DESCRIPTION))) {
            return ApiAnswer.of(JsonMapper.shared().readTree(description()));
        }
        if (!scope.own().isEmpty() && !parts.isEmpty() && !parts.get(0).equals("projects")) {
            parts.addAll(0, List.of("projects", scope.own()));
        }
        TreeSet<String> methods = new TreeSet<>();
        for (ApiRoute route : ApiRoute.ALL) {
            Map<String, String> names = route.match(parts);
            if (names != null && route.method().equals(request.getMethod())) {
                ApiCall call = new ApiCall(scope, names, request);
                check(route, call);
                return route.handler().answer(call);
            }
            if (names != null) {
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            throw ApiProblem.notFound();
        }
        response.setHeader("Allow", String.join(", ", methods));
        throw ApiProblem.notAllowed(String.join(" or ", methods));
    }

    private void check(ApiRoute route, ApiCall call) {
        Permission needed = route.needs();
        if (needed == null) {
            return;
        }
        if (!scope.visible().contains(call.project())) {
            throw ApiProblem.notFound();
        }
        if (!scope.has(call.project(), needed)) {
            throw ApiProblem.forbidden(needed.name);
        }
    }

    /** What clients read to know the interface. */
    @NonNull
    static byte[] description() throws IOException {
        try (InputStream file = ApiEntry.class.getResourceAsStream("ApiEntry/" + DESCRIPTION)) {
            if (file == null) {
                throw new IllegalStateException("The plugin does not hold " + DESCRIPTION);
            }
            return file.readAllBytes();
        }
    }
}
