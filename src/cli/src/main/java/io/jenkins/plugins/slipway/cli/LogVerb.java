package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.LocalLifecycle;
import io.jenkins.plugins.slipway.cli.session.NameLookup;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.Phases;
import io.jenkins.plugins.slipway.cli.terminal.Style;
import io.jenkins.plugins.slipway.cli.terminal.Times;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.deploy.DeployPorts;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.journal.JournalReader;
import io.jenkins.plugins.slipway.engine.target.LogPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "log",
        description = "Shows what a deployment did and what its hooks said, phase by phase; or what an application"
                + " has written.",
        footer = {
            "",
            "Example: slipway log production/7 --phase deploy",
            "         slipway log production --app api --follow"
        })
final class LogVerb extends Verb {
    @Parameters(
            paramLabel = "DEPLOYMENT",
            description = "ENV/N, such as production/7, or ENV for its newest deployment.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(names = "--phase", paramLabel = "PHASE", description = "Only this phase.")
    private @Nullable String phase;

    @Option(
            names = "--app",
            paramLabel = "NAME",
            description =
                    "What this application, its workers and crons have written; or one process: api.mail, service.db.")
    private @Nullable String application;

    @Option(
            names = "--lines",
            paramLabel = "N",
            description = "With --app: how many of the last lines; 100 unless set.")
    private int lines = 100;

    @Option(
            names = {"-f", "--follow"},
            description = "With --app: keeps showing what is written, until Ctrl-C.")
    private boolean follow;

    @Override
    protected int run(Session session) throws IOException, InterruptedException {
        if (application != null) {
            return written(session, application);
        }
        if (follow) {
            throw new BadInputException(
                    "--follow needs --app: what is written by a deployment is shown by ‘slipway" + " deploy’ itself.");
        }
        session.briefRecords();
        Deployment deployment = find(session);
        Path folder = DeployPorts.journalOf(
                session.home().resolve("journal"), session.project(), deployment.environment(), deployment.number());
        List<String> phases = phases(deployment);
        if (session.json()) {
            print(session, document(deployment, folder, phases));
            return ExitCode.DONE;
        }
        session.out().println(headline(deployment, session.style()));
        for (String one : phases) {
            session.out().println(session.style().strong("== " + one) + took(deployment, one));
            Path log = JournalReader.log(folder, one);
            if (Files.exists(log)) {
                session.out().flush();
                Files.copy(log, session.out());
            }
        }
        return ExitCode.DONE;
    }

    private int written(Session session, String wanted) throws IOException, InterruptedException {
        if (name.indexOf('/') >= 0 || phase != null) {
            throw new BadInputException("--app shows what runs in an environment now: write ‘slipway log ENV --app "
                    + wanted + "’, without a deployment or a phase.");
        }
        ArgumentLimits.require("--lines", lines);
        if (session.json() && follow) {
            throw new BadInputException("--json gives one document, which --follow would never end. Leave one out.");
        }
        session.briefRecords();
        NameLookup.environment(session, name);
        LogPort logs = new LocalLifecycle(session)
                .ports()
                .target()
                .logs(session.project(), name)
                .orElseThrow(() -> new RefusedException("Environment ‘" + name
                        + "’ lives where no process of it runs, so there are no logs of its applications."));
        Map<String, String> last = logs.last(wanted, lines);
        ObjectNode document = Json.object().put("environment", name);
        ObjectNode texts = document.putObject("logs");
        last.forEach(texts::put);
        answer(
                session,
                document,
                () -> last.forEach((process, text) -> {
                    if (last.size() > 1) {
                        session.out().println(session.style().strong("== " + process));
                    }
                    session.out().print(text);
                }));
        if (follow) {
            session.releaseRecords();
            session.out().flush();
            logs.follow(wanted, session.out(), session.processEnvironment().cancellation());
        }
        return ExitCode.DONE;
    }

    private static void print(Session session, ObjectNode document) {
        Json.print(document, session.out());
    }

    private Deployment find(Session session) {
        int slash = name.lastIndexOf('/');
        String environment = slash < 0 ? name : name.substring(0, slash);
        NameLookup.environment(session, environment);
        String project = session.project();
        if (slash < 0) {
            return session.records().deployments().history(project, environment, 1).stream()
                    .findFirst()
                    .orElseThrow(() -> new BadInputException("Nothing was deployed to " + environment + " yet."));
        }
        String number = name.substring(slash + 1);
        if (!number.matches("[1-9][0-9]{0,8}")) {
            throw new BadInputException("‘" + name + "’: ‘" + number
                    + "’ is not the number of a deployment. Write it as " + environment + "/7.");
        }
        return session.records()
                .deployments()
                .find(project, environment, Integer.parseInt(number))
                .orElseThrow(() -> new BadInputException("There is no deployment " + name + ". ‘slipway history "
                        + environment + "’ lists those that there are."));
    }

    private List<String> phases(Deployment deployment) {
        List<String> names = new ArrayList<>();
        deployment.phases().forEach(run -> names.add(run.name()));
        if (phase == null) {
            return names;
        }
        if (!names.contains(phase)) {
            throw new BadInputException("Deployment " + deployment.environment() + "/" + deployment.number()
                    + " has no phase ‘" + phase + "’; it has " + String.join(", ", names) + ".");
        }
        return List.of(phase);
    }

    private static String headline(Deployment deployment, Style style) {
        boolean rollback = deployment.kind() == Deployment.Kind.ROLLBACK;
        String state = HistoryVerb.paint(deployment.state(), style)
                .apply(deployment.state().name().toLowerCase(Locale.ROOT));
        return (rollback ? "Rollback " : "Deployment ") + deployment.environment() + "/" + deployment.number()
                + " of release "
                + deployment.release() + ", " + Times.local(deployment.started()) + " by " + deployment.by() + ": "
                + state
                + (deployment.reason().isEmpty() ? "" : ". " + deployment.reason())
                + (deployment.message().isEmpty() ? "" : ". " + deployment.message());
    }

    private static String took(Deployment deployment, String name) {
        return deployment.phases().stream()
                .filter(run -> run.name().equals(name))
                .map(run -> "  " + run.state().name().toLowerCase(Locale.ROOT) + ", " + Times.seconds(run.seconds()))
                .findFirst()
                .orElse("");
    }

    private ObjectNode document(Deployment deployment, Path folder, List<String> phases) throws IOException {
        ObjectNode document = Json.object().put("environment", deployment.environment());
        document.setAll(HistoryVerb.json(deployment));
        ArrayNode array = document.putArray("phases");
        for (Deployment.PhaseRun run : deployment.phases()) {
            if (phases.contains(run.name())) {
                Path log = JournalReader.log(folder, run.name());
                ObjectNode one = (ObjectNode) Phases.json(List.of(run)).get(0);
                one.put("log", Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "");
                array.add(one);
            }
        }
        return document;
    }
}
