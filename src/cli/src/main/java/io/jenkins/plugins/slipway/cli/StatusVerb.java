package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.LocalLifecycle;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.Style;
import io.jenkins.plugins.slipway.cli.terminal.Table;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.MainAddress;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.store.Records;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import io.jenkins.plugins.slipway.host.control.StatusReport;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "status",
        description =
                "Shows what is live in each environment, since when, by whom, how healthy it is and who holds it.",
        footer = {"", "Example: slipway status --json"})
final class StatusVerb extends Verb {
    /** Verdicts over the live release that are shown; more are in the records. */
    private static final int VERDICTS = 5;

    @Override
    protected int run(Session session) throws Exception {
        // The daemon answers while the records are opened.
        FutureTask<Optional<StatusReport>> asked =
                new FutureTask<>(() -> HostVerb.control(session).status());
        Thread asking = new Thread(asked, "slipway-daemon");
        asking.setDaemon(true);
        asking.start();
        ProjectConfig config = session.configIfAny();
        boolean elsewhere = StatusElsewhere.isUsed(config);
        // Other places may take their time to answer, and nobody shall wait for the records meanwhile.
        Records records = elsewhere ? session.records() : session.briefRecords();
        String project = session.project();
        Optional<StatusReport> report = answered(asked);
        if (report.isPresent() || elsewhere) {
            new LocalLifecycle(session).closeAbandoned();
        }
        StatusElsewhere remote = new StatusElsewhere(session, config);
        List<StatusRow> rows = records.together(() -> names(session).stream()
                .map(name -> remote.of(name)
                        .map(found -> row(session, name, found))
                        .orElseGet(() -> row(
                                session,
                                name,
                                report.flatMap(running -> hosted(running, project, name)),
                                report.isPresent())))
                .toList());
        ObjectNode document = Json.object();
        ArrayNode array = document.putArray("environments");
        rows.forEach(row -> array.add(row.json()));
        ArrayNode notices = document.putArray("notices");
        report.ifPresent(running -> running.notices().forEach(notices::add));
        answer(session, document, () -> print(session, rows, report, remote));
        return ExitCode.DONE;
    }

    private static Optional<StatusReport> answered(FutureTask<Optional<StatusReport>> asked) throws Exception {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }

    private static Set<String> names(Session session) {
        Set<String> names = new LinkedHashSet<>();
        ProjectConfig config = session.configIfAny();
        if (config != null) {
            names.addAll(config.environments().keySet());
        }
        names.addAll(session.records().deployments().environments(session.project()));
        return names;
    }

    private static Optional<StatusReport.Environment> hosted(StatusReport report, String project, String environment) {
        return report.environments().stream()
                .filter(one -> one.project().equals(project) && one.name().equals(environment))
                .findFirst();
    }

    private static StatusRow row(
            Session session, String name, Optional<StatusReport.Environment> hosted, boolean daemon) {
        Optional<Live> live = hosted.map(StatusReport.Environment::live);
        // The daemon is the authority on what is live; the records are all there is when it does not run.
        Optional<Deployment> recorded = live.isPresent()
                ? Optional.empty()
                : session.records().deployments().live(session.project(), name);
        Integer release = live.isPresent()
                ? live.get().release()
                : recorded.map(Deployment::release).orElse(null);
        String health = release == null ? null : live.map(Live::health).orElse(daemon ? "unknown" : "stopped");
        return row(
                session,
                name,
                release,
                live.isPresent()
                        ? session.records()
                                .deployments()
                                .find(session.project(), name, live.get().deployment())
                        : recorded,
                health,
                new StatusRow.Place(
                        live.map(Live::holder).orElse(null),
                        hosted.map(StatusReport.Environment::traffic).orElse(null),
                        List.of()));
    }

    /** Of an environment that the daemon does not know, or not alone. */
    private static StatusRow row(Session session, String name, StatusElsewhere.Found found) {
        Optional<Live> live = found.live();
        Integer release = live.map(Live::release).orElse(null);
        return row(
                session,
                name,
                release,
                live.flatMap(seen -> session.records().deployments().find(session.project(), name, seen.deployment())),
                found.answers()
                        ? (release == null ? null : live.map(Live::health).orElse(null))
                        : "unknown",
                new StatusRow.Place(live.map(Live::holder).orElse(null), null, found.drift()));
    }

    private static StatusRow row(
            Session session,
            String name,
            @Nullable Integer release,
            Optional<Deployment> deployment,
            @Nullable String health,
            StatusRow.Place place) {
        Records records = session.records();
        ProjectConfig config = session.configIfAny();
        EnvironmentConfig declared =
                config == null ? null : config.environments().get(name);
        EnvironmentConfig.Type type = (declared == null ? EnvironmentConfig.defaults(name) : declared).type();
        List<Verdict> verdicts = release == null
                ? List.of()
                : records.verdicts().list(session.project(), name, 10 * VERDICTS).stream()
                        .filter(verdict -> verdict.release() == release)
                        .limit(VERDICTS)
                        .toList();
        return new StatusRow(name, type, release, deployment.orElse(null), health, verdicts, place);
    }

    private static void print(
            Session session, List<StatusRow> rows, Optional<StatusReport> report, StatusElsewhere remote) {
        if (rows.isEmpty()) {
            session.out()
                    .println(
                            "No environment is declared and nothing was deployed yet. Start with ‘slipway deploy staging’.");
            return;
        }
        Style style = session.style();
        Table table = new Table(style, "ENVIRONMENT", "TYPE", "RELEASE", "HEALTH", "GATE", "SINCE", "BY", "LOCK");
        rows.forEach(row -> row.addTo(table, style));
        table.print(session.out());
        report.ifPresent(
                running -> running.notices().forEach(notice -> session.out().println("Note: " + notice)));
        rows.forEach(row ->
                row.place().drift().forEach(finding -> session.out().println(row.name() + ": " + style.bad(finding))));
        boolean onlyElsewhere = !rows.isEmpty() && rows.stream().allMatch(row -> remote.isElsewhere(row.name()));
        if (onlyElsewhere) {
            return;
        }
        if (report.isEmpty()) {
            session.out().println("The host daemon is not running. ‘slipway host start’ brings back what was live.");
        } else {
            for (StatusRow row : rows) {
                if (row.release() != null && !remote.isElsewhere(row.name())) {
                    session.out()
                            .println(row.name() + ": "
                                    + MainAddress.url(
                                            session.project(),
                                            row.name(),
                                            report.get().port()));
                }
            }
        }
    }
}
