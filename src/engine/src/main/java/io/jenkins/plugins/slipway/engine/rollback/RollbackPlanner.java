package io.jenkins.plugins.slipway.engine.rollback;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlanner;
import io.jenkins.plugins.slipway.engine.deploy.DeployPorts;
import io.jenkins.plugins.slipway.engine.deploy.DeployRequest;
import io.jenkins.plugins.slipway.engine.deploy.Deployer;
import io.jenkins.plugins.slipway.engine.deploy.Eligibility;
import io.jenkins.plugins.slipway.engine.deploy.Environments;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest.DataPolicy;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.util.ArrayList;
import java.util.List;

/** Finds the release to go back to and makes the plan of the deployment that goes there. */
public final class RollbackPlanner {
    private final DeployPorts ports;
    private final DeployPlanner planner;
    private final Candidates candidates;
    private final DataSteps dataSteps;

    public RollbackPlanner(DeployPorts ports) {
        this.ports = ports;
        this.planner = new DeployPlanner(ports);
        this.candidates = new Candidates(ports, new Eligibility(ports));
        this.dataSteps = new DataSteps(ports);
    }

    /** A deployer that rolls back when a release fails its watch; its plans may come from here or from itself. */
    public static Deployer deployer(DeployPorts ports) {
        RollbackPlanner planner = new RollbackPlanner(ports);
        return new Deployer(ports, planner::afterFailedWatch);
    }

    /**
     * The plan of a rollback as things are now. Nothing is changed by planning.
     *
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if environment or release are not known
     * @throws RefusedException if there is nothing to go back to, or data cannot be treated as asked
     */
    public DeployPlan plan(RollbackRequest request) {
        DeployRequest deploy = request.deploy();
        EnvironmentConfig environment = Environments.require(deploy.config(), deploy.environment());
        String project = deploy.config().project();
        Integer live = ports.target()
                .inspect(project, environment.name())
                .map(Live::release)
                .orElse(null);
        if (live == null) {
            throw new RefusedException("Nothing is live in environment ‘" + environment.name()
                    + "’, so there is nothing to roll back. Deploy with ‘slipway deploy " + environment.name() + "’.");
        }
        Candidates.Choice choice = deploy.release() == null
                ? candidates.lastGood(project, environment.name(), live)
                : candidates.asked(project, environment.name(), live, deploy.release());
        DataSteps.Result data = dataSteps.plan(request.data(), live, choice);
        String reason = request.reason().isEmpty()
                ? "Rolled back in environment ‘" + environment.name() + "’ to release "
                        + choice.release().number() + " by " + deploy.by() + "."
                : request.reason();
        return planner.plan(
                deploy,
                choice.release(),
                environment,
                new DeployPlanner.Change(
                        Deployment.Kind.ROLLBACK,
                        data.changes(),
                        data.actions(),
                        data.versionsThen(),
                        notes(live, data, reason),
                        reason));
    }

    private static List<String> notes(int live, DataSteps.Result data, String reason) {
        var notes = new ArrayList<>(data.notes());
        notes.add("When the rollback is live, release " + live + " is quarantined: " + reason);
        return notes;
    }

    /** What a failed watch leads to. Data stays as it is: nobody is there to decide otherwise. */
    DeployPlan afterFailedWatch(DeployPlan failed, String reason) {
        DeployRequest request = failed.request();
        return plan(new RollbackRequest(
                new DeployRequest(
                        request.config(),
                        request.projectDirectory(),
                        request.environment(),
                        null,
                        request.by(),
                        request.lockTimeout()),
                DataPolicy.NONE,
                reason));
    }

    /** The release that a rollback would go to: for a plan's reader, and for retention. */
    public Release target(String project, String environment, int live) {
        return candidates.lastGood(project, environment, live).release();
    }
}
