package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.engine.build.BuildPlan;
import io.jenkins.plugins.slipway.engine.build.BuildRequest;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.DeployRequest;
import io.jenkins.plugins.slipway.engine.deploy.Deployer;
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

    @Option(names = "--release", paramLabel = "N", description = "Number of the release; the newest unless set.")
    private @Nullable Integer release;

    @Option(
            names = "--dry-run",
            description =
                    "Says what would be done, and does nothing. Before the first build it says so of the release to come.")
    private boolean dryRun;

    @Mixin
    private final LockOptions lock = new LockOptions();

    @Mixin
    private final SecretOptions secrets = new SecretOptions();

    @Override
    int run(Session session) throws Exception {
        if (release != null) {
            ArgumentLimits.require("--release", release);
        }
        DeployRequest request = new DeployRequest(
                lock.applyTo(session.configToApply(), environment),
                session.directory(),
                environment,
                release,
                session.by(),
                lock.timeout());
        LocalLifecycle lifecycle = new LocalLifecycle(session, secrets.read(session));
        if (!dryRun) {
            lifecycle.closeAbandoned(environment);
        }
        Deployer deployer = RollbackPlanner.deployer(lifecycle.ports());
        Deploying deploying = new Deploying(session);
        if (dryRun && release == null && !lifecycle.hasRelease()) {
            BuildPlan build = LocalLifecycle.builder(session)
                    .plan(BuildRequest.all(
                            session.directory(),
                            request.config(),
                            session.processEnvironment().env()));
            return deploying.show(deployer.preview(request, build.keys(), build.commit()), false);
        }
        DeployPlan plan = deployer.plan(request);
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
