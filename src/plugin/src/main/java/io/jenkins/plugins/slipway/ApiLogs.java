package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The logs of a deployment, as long as the build that made it is kept. */
final class ApiLogs {
    private static final String END = ".log";

    private ApiLogs() {}

    static ApiAnswer list(@NonNull ApiCall call) throws IOException {
        Run<?, ?> run = run(call);
        ObjectNode document = ApiDocuments.object()
                .put("environment", call.environment())
                .put("deployment", call.number("deployment"))
                .put("build", run.getUrl());
        ArrayNode logs = document.putArray("logs");
        for (String name : RunFiles.names(run, call.project(), step(call))) {
            Path file = name.endsWith(END) ? RunFiles.find(run, call.project(), step(call), name) : null;
            if (file != null) {
                logs.addObject()
                        .put("phase", name.substring(0, name.length() - END.length()))
                        .put("bytes", Files.size(file));
            }
        }
        return ApiAnswer.of(document);
    }

    static ApiAnswer text(@NonNull ApiCall call) {
        Path file = RunFiles.find(
                run(call), call.project(), step(call), call.names().get("phase") + END);
        if (file == null) {
            throw ApiProblem.notFound();
        }
        return ApiAnswer.text(file);
    }

    private static String step(ApiCall call) {
        return call.environment() + "-" + call.number("deployment");
    }

    /** The build that made the deployment, if it is there and the user may see it. */
    private static Run<?, ?> run(ApiCall call) {
        ApiReads.find(call);
        Run<?, ?> run = DeploymentRuns.find(call.project(), call.environment(), call.number("deployment"));
        if (run == null) {
            throw ApiProblem.notFound();
        }
        return run;
    }
}
