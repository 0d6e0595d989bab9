package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.LocalLifecycle;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.engine.build.BuildPlan;
import io.jenkins.plugins.slipway.engine.build.BuildRequest;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.DeployRequest;
import io.jenkins.plugins.slipway.engine.deploy.Deployer;
import io.jenkins.plugins.slipway.engine.release.ReleaseChoice;
import io.jenkins.plugins.slipway.engine.rollback.RollbackPlanner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "deploy",
        description =
                "Makes a release live in an environment. If that fails at any point, what was live before is live again.",
        footer = {"", "Example: slipway deploy production --release 12"})
final class DeployVerb extends Verb {
    @Parameters(paramLabel = "ENV", description = "The environment.")
    @SuppressWarnings("NullAway.Init")
    private String environment;

    @Option(
            names = "--release",
            paramLabel = "N",
            description =
                    "Number of the release; unless set, the one made from what is here, or the newest of the commits of this branch.")
    private @Nullable Integer release;

    @Option(
            names = "--dry-run",
            description =
                    "Prints what would be done; does nothing. Before the first build it does so for the release to come.")
    private boolean dryRun;

    @Option(
            names = "--over-drift",
            description = "Writes over what somebody changed there by hand; without it that is refused."
                    + " What was found is kept in the record.")
    private boolean overDrift;

    @Mixin
    private final LockOptions lock = new LockOptions();

    @Mixin
    private final SecretOptions secrets = new SecretOptions();

    @Override
    protected int run(Session session) throws Exception {
        if (release != null) {
            ArgumentLimits.require("--release", release);
        }
        ProjectConfig config = lock.applyTo(session.configToApply(), environment);
        session.linger();
        LocalLifecycle lifecycle = new LocalLifecycle(session, secrets.read(session));
        boolean unbuilt = dryRun && release == null && !lifecycle.hasRelease();
        // A step is told its release by whoever runs it, and knows no other.
        ReleaseChoice.Chosen chosen = release != null || unbuilt || session.isStep()
                ? null
                : new ReleaseHere(session, config).choose().orElse(null);
        DeployRequest request = new DeployRequest(
                config,
                session.directory(),
                environment,
                chosen == null ? release : Integer.valueOf(chosen.release()),
                session.by(),
                overDrift,
                lock.timeout());
        if (!dryRun) {
            lifecycle.closeAbandoned(environment);
        }
        Deployer deployer = RollbackPlanner.deployer(lifecycle.ports());
        Deploying deploying = new Deploying(session);
        if (unbuilt) {
            BuildPlan build = LocalLifecycle.builder(session)
                    .plan(BuildRequest.all(
                            session.directory(),
                            request.config(),
                            session.processEnvironment().env()));
            return deploying.show(deployer.preview(request, build.keys(), build.commit()), false);
        }
        DeployPlan plan = deployer.plan(request);
        if (chosen != null) {
            plan = plan.noting(chosen.why());
        }
        if (dryRun) {
            return deploying.show(plan, true);
        }
        int code = deploying.act(deployer, plan);
        if (code == ExitCode.DONE) {
            lifecycle.pruneArtifacts();
        }
        return code;
    }
}
