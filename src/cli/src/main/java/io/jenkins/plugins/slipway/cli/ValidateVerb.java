package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.session.Version;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.ProblemLines;
import io.jenkins.plugins.slipway.cli.terminal.Sarif;
import io.jenkins.plugins.slipway.engine.build.BuildRequest;
import io.jenkins.plugins.slipway.engine.build.ProjectChecks;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.schema.Schemas;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "validate",
        description = "Checks the configuration and shows every problem in it.",
        footer = {"", "Example: slipway validate --dir shop"})
final class ValidateVerb extends Verb {
    @Option(
            names = "--explain",
            paramLabel = "KEY",
            description = "Prints what a key means, such as hooks.build, instead of checking.")
    private @Nullable String explain;

    @Option(names = "--sarif", description = "A SARIF 2.1.0 document on standard output, for editors and code hosts.")
    private boolean sarif;

    @Override
    protected int run(Session session) {
        if (explain != null) {
            String meaning = Schemas.explain(explain);
            answer(
                    session,
                    Json.object().put("key", explain).put("meaning", meaning),
                    () -> session.out().print(meaning));
            return ExitCode.DONE;
        }
        ProjectConfig config;
        try {
            config = session.configToApply();
        } catch (InvalidConfigException e) {
            if (sarif) {
                Json.print(Sarif.of(e.problems(), Version.text()), session.out());
                return ExitCode.BAD_INPUT;
            }
            if (!session.json()) {
                throw e;
            }
            Json.print(document(false, e.problems()), session.out());
            return ExitCode.BAD_INPUT;
        }
        List<Problem> found = checks(session, config);
        List<Problem> problems = Stream.of(found, config.warnings())
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Problem::severity))
                .toList();
        boolean valid = problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
        new ProblemLines(session.processEnvironment().errStyle())
                .print(found, session.processEnvironment().err());
        if (sarif) {
            Json.print(Sarif.of(problems, Version.text()), session.out());
            return valid ? ExitCode.DONE : ExitCode.BAD_INPUT;
        }
        ObjectNode document = document(valid, problems);
        if (!valid) {
            answer(session, document, () -> {});
            return ExitCode.BAD_INPUT;
        }
        document.put("project", config.project());
        document.set("applications", Json.strings(config.applications().keySet()));
        document.set("environments", Json.strings(config.environments().keySet()));
        answer(session, document, () -> {
            session.out().println(session.style().good("Valid") + ": project " + config.project() + ".");
            session.out().println("  applications  " + String.join(", ", config.order()));
            if (!config.environments().isEmpty()) {
                session.out()
                        .println("  environments  "
                                + String.join(", ", config.environments().keySet()));
            }
        });
        return ExitCode.DONE;
    }

    /** What the configuration asks for, compared with the files of the project and with this machine. */
    static List<Problem> checks(Session session, ProjectConfig config) {
        return ProjectChecks.of(
                BuildRequest.all(
                        session.directory(),
                        config,
                        session.processEnvironment().env()),
                LocalProcessRunner.create(),
                session.home());
    }

    private static ObjectNode document(boolean valid, List<Problem> problems) {
        ObjectNode document = Json.object().put("valid", valid);
        document.set("problems", ProblemLines.json(problems));
        return document;
    }
}
