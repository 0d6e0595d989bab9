package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.NameLookup;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.Phases;
import io.jenkins.plugins.slipway.cli.terminal.Style;
import io.jenkins.plugins.slipway.cli.terminal.Table;
import io.jenkins.plugins.slipway.cli.terminal.Times;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "history",
        description = "Lists the deployments and rollbacks of an environment, newest first.",
        footer = {"", "Example: slipway history production --limit 5"})
final class HistoryVerb extends Verb {
    @Parameters(paramLabel = "ENV", description = "The environment.")
    @SuppressWarnings("NullAway.Init")
    private String environment;

    @Option(names = "--limit", paramLabel = "N", description = "How many; 20 unless set.")
    private int limit = 20;

    @Override
    protected int run(Session session) {
        ArgumentLimits.require("--limit", limit);
        session.briefRecords();
        NameLookup.environment(session, environment);
        List<Deployment> deployments = session.records().deployments().history(session.project(), environment, limit);
        ObjectNode document = Json.object().put("environment", environment);
        ArrayNode array = document.putArray("deployments");
        deployments.forEach(deployment -> array.add(json(deployment)));
        answer(session, document, () -> {
            if (deployments.isEmpty()) {
                session.out().println("Nothing was deployed to " + environment + " yet.");
            } else {
                table(deployments, session.style()).print(session.out());
            }
        });
        return ExitCode.DONE;
    }

    private static Table table(List<Deployment> deployments, Style style) {
        Table table = new Table(style, "DEPLOYMENT", "RELEASE", "BEFORE", "STATE", "BEGAN", "TOOK", "BY", "WHY");
        for (Deployment deployment : deployments) {
            table.row(
                    deployment.number() + (deployment.kind() == Deployment.Kind.ROLLBACK ? " rollback" : ""),
                    deployment.release(),
                    deployment.previous() == null ? "-" : deployment.previous(),
                    new Table.Cell(deployment.state().name(), paint(deployment.state(), style)),
                    Times.local(deployment.started()),
                    deployment.ended() == null ? "-" : Times.seconds(seconds(deployment)),
                    deployment.by(),
                    why(deployment).lines().findFirst().orElse(""));
        }
        return table;
    }

    /** What went wrong, else what its user gave as the reason. */
    private static String why(Deployment deployment) {
        return deployment.message().isEmpty() ? deployment.reason() : deployment.message();
    }

    private static double seconds(Deployment deployment) {
        return deployment.phases().stream()
                .mapToDouble(Deployment.PhaseRun::seconds)
                .sum();
    }

    static UnaryOperator<String> paint(Deployment.State state, Style style) {
        return switch (state) {
            case LIVE -> style::good;
            case RUNNING -> style::doubtful;
            case RESTORED, FAILED -> style::bad;
        };
    }

    static ObjectNode json(Deployment deployment) {
        ObjectNode one = Json.object()
                .put("deployment", deployment.number())
                .put("kind", deployment.kind().name().toLowerCase(Locale.ROOT))
                .put("release", deployment.release())
                .put("previous", deployment.previous())
                .put("state", deployment.state().name())
                .put("started", deployment.started().toString());
        one.set("ended", Json.text(deployment.ended()));
        one.put("by", deployment.by()).put("reason", deployment.reason()).put("message", deployment.message());
        one.set("phases", Phases.json(deployment.phases()));
        ObjectNode versions = one.putObject("dataVersions");
        deployment.dataVersions().forEach(versions::put);
        ObjectNode backups = one.putObject("backups");
        deployment.backups().forEach(backups::put);
        return one;
    }
}
