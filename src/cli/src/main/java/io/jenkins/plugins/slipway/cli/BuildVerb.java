package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.LocalLifecycle;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.BuildOutput;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import io.jenkins.plugins.slipway.engine.build.BuildPlan;
import io.jenkins.plugins.slipway.engine.build.BuildPlan.Decision;
import io.jenkins.plugins.slipway.engine.build.BuildRequest;
import io.jenkins.plugins.slipway.engine.build.Builder;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.process.Command;
import io.jenkins.plugins.slipway.engine.release.SourceTrees;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@picocli.CommandLine.Command(
        name = "build",
        description = "Builds what changed, reuses what did not, says why, and makes a release of the result.",
        footer = {"", "Example: slipway build --explain"})
final class BuildVerb extends Verb {
    @Option(
            names = "--app",
            paramLabel = "NAME",
            description =
                    "Only this application; may be repeated. Makes no release, as a release has all applications.")
    private List<String> apps = List.of();

    @Option(names = "--explain", description = "Shows every input of each application's build key.")
    private boolean explain;

    @Option(names = "--no-reuse", description = "Also builds what did not change.")
    private boolean noReuse;

    @Option(names = "--dry-run", description = "Prints what would be built and why; builds nothing.")
    private boolean dryRun;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationArgument.class,
            description = "How long each build hook may take, such as 90s or 5m; 1h unless set.")
    private Duration timeout = Command.DEFAULT_TIMEOUT;

    @Override
    protected int run(Session session) throws Exception {
        ProjectConfig config = session.configToApply();
        BuildRequest request = new BuildRequest(
                session.directory(),
                config,
                apps,
                !noReuse,
                timeout,
                session.processEnvironment().env());
        Builder builder = LocalLifecycle.builder(session);
        if (explain || dryRun) {
            BuildPlan plan = builder.plan(request);
            if (dryRun) {
                answer(session, json(plan), () -> session.out().print(plan.describe()));
                return ExitCode.DONE;
            }
            session.processEnvironment().err().print(plan.describe());
        }
        BuildOutcome outcome = builder.build(
                request,
                new BuildOutput(session.processEnvironment()),
                session.processEnvironment().cancellation());
        Integer release = apps.isEmpty() ? Integer.valueOf(release(session, config, outcome)) : null;
        answer(
                session,
                session.isStep() ? json(outcome, release).put("journal", outcome.journal()) : json(outcome, release),
                () -> session.out()
                        .println(
                                release == null
                                        ? "Built " + String.join(", ", apps)
                                                + ". ‘slipway build’ makes a release of all applications."
                                        : session.style().good("Release " + release) + " of " + config.project()
                                                + "."));
        return ExitCode.DONE;
    }

    private static int release(Session session, ProjectConfig config, BuildOutcome outcome) throws IOException {
        Map<String, Digest> artifacts = new LinkedHashMap<>();
        outcome.applications().forEach(built -> artifacts.put(built.name(), built.digest()));
        int release = session.records()
                .releases()
                .release(
                        config.project(),
                        artifacts,
                        SourceTrees.into(config.source(), outcome.trees()),
                        outcome.commit(),
                        session.processEnvironment().clock().instant(),
                        session.by())
                .number();
        if (session.ownsArtifacts()) {
            outcome.noteRelease(LocalLifecycle.artifacts(session.writableHome()), release);
        }
        return release;
    }

    private static ObjectNode json(BuildOutcome outcome, @Nullable Integer release) {
        ObjectNode document = Json.object().put("project", outcome.project()).put("release", release);
        ArrayNode applications = document.putArray("applications");
        for (BuiltApplication built : outcome.applications()) {
            ObjectNode one = Json.object()
                    .put("name", built.name())
                    .put("key", built.key().value())
                    .put("digest", built.digest().value())
                    .put("reused", built.reused());
            one.set("reasons", Json.strings(built.reasons()));
            applications.add(one.put("seconds", Json.seconds(built.seconds())));
        }
        return document;
    }

    private static ObjectNode json(BuildPlan plan) {
        ObjectNode document = Json.object().put("dryRun", true).put("project", plan.project());
        ArrayNode applications = document.putArray("applications");
        for (BuildPlan.ApplicationPlan planned : plan.applications()) {
            boolean reused = planned.decision() instanceof Decision.Reuse;
            ObjectNode one = Json.object()
                    .put("name", planned.name())
                    .put("key", planned.key().value());
            one.set("digest", Json.text(planned.decision() instanceof Decision.Reuse reuse ? reuse.artifact() : null));
            one.put("reused", reused);
            one.set("reasons", Json.strings(planned.decision().reasons()));
            applications.add(one);
        }
        return document;
    }
}
