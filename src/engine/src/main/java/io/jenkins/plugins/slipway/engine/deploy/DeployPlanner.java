package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Type;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.gate.Requirement;
import io.jenkins.plugins.slipway.engine.gate.Requirements;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.release.SourceTrees;
import io.jenkins.plugins.slipway.engine.target.PlanRequest;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes plans of deployments, without effects. */
public final class DeployPlanner {
    /** Git's names of trees have this many digits; applications may rely on that form. */
    private static final int TREE_ID_LENGTH = 40;

    private final DeployPorts ports;
    private final Eligibility eligibility;

    public DeployPlanner(DeployPorts ports) {
        this.ports = ports;
        this.eligibility = new Eligibility(ports);
    }

    /**
     * The plan of a deployment as things are now.
     *
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if environment or release are not known
     * @throws RefusedException if the release must not go there
     */
    public DeployPlan plan(DeployRequest request) {
        ProjectConfig today = request.config();
        EnvironmentConfig environment = Environments.require(today, request.environment());
        Release release = eligibility.require(today.project(), request.release());
        requireMet(today, environment, release);
        return plan(request, release, environment, Change.none());
    }

    /**
     * The plan of a deployment of what is not built yet, for people to read. It cannot be carried out: there is no release.
     *
     * @param keys the build keys by application, which stand for the artifacts
     * @param commit revision of the sources, empty if unknown
     * @throws io.jenkins.plugins.slipway.engine.BadInputException if the environment is not known
     */
    public DeployPlan preview(DeployRequest request, Map<String, Digest> keys, String commit) {
        ProjectConfig today = request.config();
        EnvironmentConfig environment = Environments.require(today, request.environment());
        Release release = new Release(
                today.project(),
                1,
                keys,
                today.source(),
                commit,
                null,
                ports.clock().instant(),
                request.by(),
                null);
        List<String> notes = new ArrayList<>();
        notes.add("There is no release yet. This is what would be done with the one that ‘slipway build’ makes from the"
                + " current sources; build keys are shown in place of artifacts.");
        unmet(today, environment, release)
                .forEach(why -> notes.add("As things stand, it would be refused: " + why + "."));
        Change change = new Change(Deployment.Kind.DEPLOY, Map.of(), Map.of(), Map.of(), notes, "");
        return plan(request, release, environment, change);
    }

    /**
     * What a rollback adds to the plan of a deployment.
     *
     * @param data by application
     * @param dataActions the sentence that says what is done to data, by application
     */
    public record Change(
            Deployment.Kind kind,
            Map<String, DataChange> data,
            Map<String, String> dataActions,
            Map<String, String> versionsThen,
            List<String> notes,
            String reason) {
        static Change none() {
            return new Change(Deployment.Kind.DEPLOY, Map.of(), Map.of(), Map.of(), List.of(), "");
        }
    }

    /** The plan of a rollback: that of a deployment, with applications the other way round and something done to data. */
    public DeployPlan plan(DeployRequest request, Release release, EnvironmentConfig environment, Change change) {
        ProjectConfig config = ConfigReader.map(release.config());
        Optional<Live> live = ports.target().inspect(release.project(), environment.name());
        Integer previous = live.map(Live::release).orElse(null);
        boolean backup = environment.type() == Type.PRODUCTION || !change.data().isEmpty();
        List<ReleaseSpec.Artifact> applications = applications(release, config, change.kind());
        List<String> notes = new ArrayList<>(change.notes());
        if (previous != null && previous == release.number()) {
            notes.add("Release " + previous + " is already live; "
                    + (ports.target()
                                    .capabilities(release.project(), environment.name())
                                    .runsHooks()
                            ? "it is restarted."
                            : "a place that has its files is left as it is."));
        }
        List<PlannedStep> planned = ports.target()
                .plan(new PlanRequest(
                        release.number(),
                        applications,
                        config,
                        environment,
                        previous,
                        live.isEmpty(),
                        backup,
                        change.data(),
                        change.dataActions()));
        Drift drift = Drift.in(ports.target(), release.project(), environment.name());
        notes.addAll(drift.notes(change.kind(), request.overDrift()));
        notes.addAll(new PlaceNotes(ports.target(), config, environment).of(applications, planned));
        notes.addAll(aboutBackup(environment, config, backup, previous));
        return new DeployPlan(
                change.kind(),
                request,
                release,
                config,
                environment,
                previous,
                applications,
                new DeployPlan.Data(backup, change.data(), change.versionsThen()),
                planned,
                new DeployPlan.Account(
                        EngineSteps.around(planned, applications, waiting(environment)), notes, change.reason()));
    }

    /**
     * Made again under the environment's lock: what was true when the plan was made may have changed while it waited.
     *
     * @return what the deployment writes over
     */
    Drift recheck(DeployPlan plan, @Nullable Integer live) {
        Release release =
                eligibility.require(plan.release().project(), plan.release().number());
        if (plan.kind() == Deployment.Kind.DEPLOY) {
            requireMet(plan.request().config(), plan.environment(), release);
        } else if (!Objects.equals(live, plan.previous())) {
            throw new RefusedException("In environment ‘" + plan.environment().name() + "’ "
                    + (live == null ? "nothing" : "release " + live)
                    + " is live now, but the rollback was planned from "
                    + (plan.previous() == null ? "nothing" : "release " + plan.previous())
                    + ". Nothing was changed. Look at ‘slipway status’ and try again.");
        }
        Drift drift = Drift.in(
                ports.target(), plan.release().project(), plan.environment().name());
        drift.requireNone(plan.kind(), plan.request().overDrift());
        return drift;
    }

    private void requireMet(ProjectConfig today, EnvironmentConfig environment, Release release) {
        List<String> unmet = unmet(today, environment, release);
        if (!unmet.isEmpty()) {
            throw new RefusedException("Release " + release.number() + " cannot be deployed to environment ‘"
                    + environment.name() + "’: " + String.join("; ", unmet) + ".");
        }
    }

    private List<String> unmet(ProjectConfig today, EnvironmentConfig environment, Release release) {
        LiveNow live = new LiveNow(ports.target(), ports.deployments());
        return new Requirements(
                        (project, required) -> live.in(project, required).map(LiveNow.Live::release), ports.verdicts())
                        .of(
                                today.project(),
                                environment,
                                today.gates().keySet(),
                                release.number(),
                                release.artifacts(),
                                number -> ports.releases()
                                        .find(today.project(), number)
                                        .map(Release::artifacts)
                                        .orElse(Map.of()))
                        .stream()
                        .filter(Requirement.NotMet.class::isInstance)
                        .map(requirement -> ((Requirement.NotMet) requirement).why())
                        .toList();
    }

    private static List<ReleaseSpec.Artifact> applications(
            Release release, ProjectConfig config, Deployment.Kind kind) {
        List<ReleaseSpec.Artifact> result = new ArrayList<>();
        for (String application : config.order()) {
            Digest digest = release.artifacts().get(application);
            if (digest == null) {
                throw new RefusedException("Release " + release.number() + " of project ‘" + release.project()
                        + "’ has no artifact of application ‘" + application
                        + "’, which its configuration declares. Build all applications with ‘slipway build’.");
            }
            String tree = SourceTrees.of(release, application)
                    // The artifact's own name has to do: it changes whenever what is live changes, and only then.
                    .orElseGet(() -> digest.hex().substring(0, TREE_ID_LENGTH));
            result.add(new ReleaseSpec.Artifact(application, digest, tree));
        }
        if (kind == Deployment.Kind.ROLLBACK) {
            Collections.reverse(result);
        }
        return result;
    }

    private static String waiting(EnvironmentConfig environment) {
        return switch (environment.waiting()) {
            case QUEUE -> "Queues while another deployment holds it.";
            case NEWEST -> "Waits while another deployment holds it, replacing older deployments that wait.";
            case REFUSE -> "Is refused while another deployment holds it.";
        };
    }

    private static List<String> aboutBackup(
            EnvironmentConfig environment, ProjectConfig config, boolean backup, @Nullable Integer previous) {
        if (!backup || previous == null || environment.backup().mounts()) {
            return List.of();
        }
        boolean someScript = config.data().values().stream().anyMatch(data -> data.backup() != null);
        boolean someMount = config.applications().values().stream()
                .anyMatch(application -> !application.mounts().isEmpty());
        return someScript || !someMount
                ? List.of()
                : List.of("Environment ‘" + environment.name()
                        + "’ has mounts but no application declares a backup script"
                        + " (data/<application>/backup); their files are not backed up.");
    }
}
