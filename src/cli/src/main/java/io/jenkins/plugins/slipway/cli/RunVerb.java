package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.BuildOutput;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.build.BuildRequest;
import io.jenkins.plugins.slipway.engine.build.SourceOperations;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@picocli.CommandLine.Command(
        name = "run",
        description =
                "Runs a source operation in a clone of the repository and takes its commits into the branch that is"
                        + " checked out; without a name, lists the operations.",
        footer = {"", "Example: slipway run update --variable FILE=example.txt"})
final class RunVerb extends Verb {
    @Parameters(
            paramLabel = "OPERATION",
            arity = "0..1",
            description = "A name below applications/NAME/source/operations; every application that has it is meant.")
    private @Nullable String operation;

    @Option(names = "--app", paramLabel = "NAME", description = "Only this application; may be repeated.")
    private List<String> apps = List.of();

    @Option(
            names = "--variable",
            paramLabel = "NAME=VALUE",
            description = "A variable for the operation, over those of the application; may be repeated.")
    private List<String> variables = List.of();

    @Option(names = "--force", description = "Also accepts a history that drops commits of the branch.")
    private boolean force;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationArgument.class,
            description = "How long the operation may take, such as 90s or 5m; 1h unless set.")
    private Duration timeout = Command.DEFAULT_TIMEOUT;

    @Override
    protected int run(Session session) {
        ProjectConfig config = session.config();
        if (operation == null) {
            list(session, config);
            return ExitCode.DONE;
        }
        BuildRequest build = new BuildRequest(
                session.directory(),
                config,
                apps,
                true,
                timeout,
                session.processEnvironment().env());
        SourceOperations.Outcome outcome = new SourceOperations(
                        LocalProcessRunner.create(),
                        session.writableHome(),
                        session.processEnvironment().clock())
                .run(
                        new SourceOperations.Request(build, operation, given(), force),
                        new BuildOutput(session.processEnvironment()),
                        session.processEnvironment().cancellation());
        answer(session, json(config, outcome), () -> print(session, outcome));
        return ExitCode.DONE;
    }

    private Map<String, String> given() {
        Map<String, String> result = new LinkedHashMap<>();
        for (String each : variables) {
            int equals = each.indexOf('=');
            String name = equals < 0 ? "" : each.substring(0, equals).replaceFirst("^env:", "");
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new BadInputException("--variable ‘" + each
                        + "’ is no variable: give a name, ‘=’ and a value, such as FILE=example.txt.");
            }
            result.put(name, each.substring(equals + 1));
        }
        return result;
    }

    private static void list(Session session, ProjectConfig config) {
        ObjectNode document = Json.object().put("project", config.project());
        ArrayNode operations = document.putArray("operations");
        config.applications()
                .values()
                .forEach(application -> application
                        .operations()
                        .forEach((name, command) -> operations
                                .addObject()
                                .put("name", name)
                                .put("application", application.name())
                                .put("command", command)));
        answer(session, document, () -> {
            if (operations.isEmpty()) {
                session.out()
                        .println("Project " + config.project()
                                + " has no source operations (applications/NAME/source/operations).");
            }
            operations.forEach(one -> session.out()
                    .println(one.path("name").asString() + "  of "
                            + one.path("application").asString()));
        });
    }

    private ObjectNode json(ProjectConfig config, SourceOperations.Outcome outcome) {
        ObjectNode document = Json.object()
                .put("project", config.project())
                .put("operation", operation)
                .put("branch", outcome.branch())
                .put("before", outcome.before())
                .put("after", outcome.after());
        document.set("applications", Json.strings(outcome.applications()));
        ArrayNode commits = document.putArray("commits");
        outcome.commits()
                .forEach((id, subject) -> commits.addObject().put("id", id).put("subject", subject));
        document.set("dropped", Json.strings(outcome.dropped()));
        return document;
    }

    private static void print(Session session, SourceOperations.Outcome outcome) {
        if (!outcome.dropped().isEmpty()) {
            session.say("Not committed by the operation, so not taken: " + String.join(", ", outcome.dropped()) + ".");
        }
        outcome.commits().forEach((id, subject) -> session.out().println("  " + id.substring(0, 10) + "  " + subject));
        session.out()
                .println(
                        outcome.before().equals(outcome.after())
                                ? "Nothing was committed; branch " + outcome.branch() + " is as it was."
                                : session.style().good("Branch " + outcome.branch()) + " is at "
                                        + outcome.after().substring(0, 10) + ". ‘slipway build’ builds it.");
    }
}
