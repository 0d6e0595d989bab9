package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.Style;
import io.jenkins.plugins.slipway.cli.terminal.Table;
import io.jenkins.plugins.slipway.cli.terminal.Times;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "releases",
        description = "Lists the releases, newest first: what is in them, where they are live, which are bad.",
        footer = {"", "Example: slipway releases --limit 5"})
final class ReleasesVerb extends Verb {
    @Option(names = "--limit", paramLabel = "N", description = "How many; 20 unless set.")
    private int limit = 20;

    @Override
    protected int run(Session session) {
        ArgumentLimits.require("--limit", limit);
        String project = session.project();
        Records records = session.briefRecords();
        Map<Integer, List<String>> live = new TreeMap<>();
        for (String environment : records.deployments().environments(project)) {
            records.deployments()
                    .live(project, environment)
                    .ifPresent(deployment -> live.computeIfAbsent(deployment.release(), none -> new ArrayList<>())
                            .add(environment));
        }
        List<Release> releases = records.releases().list(project, limit);
        ObjectNode document = Json.object().put("project", project);
        ArrayNode array = document.putArray("releases");
        Table table = new Table(session.style(), "RELEASE", "MADE", "BY", "COMMIT", "LIVE IN", "");
        for (Release release : releases) {
            List<String> environments = live.getOrDefault(release.number(), List.of());
            boolean expired = records.releases().expired(project, release.number());
            array.add(json(release, environments, expired));
            table.row(
                    release.number(),
                    Times.local(release.created()),
                    release.by(),
                    abbreviated(release.commit()),
                    String.join(", ", environments),
                    remark(release, expired, session.style()));
        }
        answer(session, document, () -> {
            if (releases.isEmpty()) {
                session.out().println("No releases of " + project + " yet. ‘slipway build’ makes one.");
            } else {
                table.print(session.out());
            }
        });
        return ExitCode.DONE;
    }

    private static Table.Cell remark(Release release, boolean expired, Style style) {
        Release.Quarantine quarantine = release.quarantine();
        if (quarantine != null) {
            return new Table.Cell("quarantined by " + quarantine.by() + ": " + quarantine.reason(), style::bad);
        }
        return new Table.Cell(expired ? "no longer kept" : "", style::faint);
    }

    static String abbreviated(String commit) {
        return commit.isEmpty() ? "-" : commit.substring(0, Math.min(10, commit.length()));
    }

    private static ObjectNode json(Release release, List<String> environments, boolean expired) {
        ObjectNode one = Json.object().put("release", release.number());
        one.set("label", Json.text(release.label()));
        one.put("created", release.created().toString()).put("by", release.by()).put("commit", release.commit());
        ObjectNode artifacts = one.putObject("artifacts");
        release.artifacts().forEach((application, digest) -> artifacts.put(application, digest.value()));
        one.set("live", Json.strings(environments));
        one.put("kept", !expired);
        one.set("quarantine", QuarantineVerb.json(release.quarantine()));
        return one;
    }
}
