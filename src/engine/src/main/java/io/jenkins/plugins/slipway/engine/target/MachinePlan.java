package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.DataConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.OnFailure;
import io.jenkins.plugins.slipway.engine.config.HealthConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a deployment to a machine that a host daemon serves: its steps are the {@linkplain Phase phases} there are.
 */
public final class MachinePlan {
    private final PlanRequest plan;
    private final ProjectConfig config;
    private final EnvironmentConfig environment;
    private final List<ReleaseSpec.Artifact> applications;
    private final @Nullable Integer previous;

    private MachinePlan(PlanRequest plan) {
        this.plan = plan;
        this.config = plan.config();
        this.environment = plan.environment();
        this.applications = plan.applications();
        this.previous = plan.previous();
    }

    /** The steps in order. {@link Phase#HEALTH} comes twice, before and after the deploy hooks. */
    public static List<PlannedStep> of(PlanRequest request) {
        return new MachinePlan(request).steps();
    }

    private List<PlannedStep> steps() {
        List<PlannedStep> steps = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            if (phase != Phase.LOCK && phase != Phase.VERIFY && phase != Phase.UNLOCK) {
                steps.add(new PlannedStep(phase.key(), stage(phase), actions(phase)));
            }
            if (phase == Phase.DEPLOY) {
                steps.add(new PlannedStep(Phase.HEALTH.key(), Stage.SWITCH, List.of()));
            }
        }
        return steps;
    }

    private static Stage stage(Phase phase) {
        if (phase.compareTo(Phase.HOLD) < 0) {
            return Stage.PREPARE;
        }
        return phase.compareTo(Phase.SERVE) <= 0 ? Stage.SWITCH : Stage.SETTLE;
    }

    private List<String> actions(Phase phase) {
        return switch (phase) {
            case LOCK, VERIFY, UNLOCK, OBJECTS -> List.of();
            case BACKUP -> backups();
            case PREPARE ->
                each(application -> "Unpacks ‘" + application.application() + "’ "
                        + application.digest().abbreviated() + " beside what is live.");
            case HOLD -> previous == null ? List.of() : List.of(hold());
            case UNMOUNT -> unmount();
            case MOUNT -> mount();
            case SERVICES ->
                each(application -> {
                    var relationships = declared(application).relationships().keySet();
                    return relationships.isEmpty()
                            ? null
                            : "Connects ‘" + application.application() + "’ with " + String.join(", ", relationships)
                                    + ".";
                });
            case PRE_START ->
                each(application -> {
                    ApplicationConfig.Web web = declared(application).web();
                    List<String> whose = new ArrayList<>();
                    if (web != null && web.preStart() != null) {
                        whose.add("‘" + application.application() + "’");
                    }
                    declared(application).workers().forEach((name, worker) -> {
                        if (worker.preStart() != null) {
                            whose.add("worker ‘" + application.application() + "." + name + "’");
                        }
                    });
                    return whose.isEmpty() ? null : "Runs pre_start of " + String.join(", ", whose) + ".";
                });
            case START -> each(application -> starts(declared(application)));
            case HEALTH -> each(application -> health(declared(application)));
            case DEPLOY ->
                each(application -> declared(application).hooks().deploy() == null
                        ? null
                        : "Runs the deploy hook of ‘" + application.application() + "’.");
            case SERVE ->
                List.of("Lets requests through to release " + plan.release() + "; from here on it stays. "
                        + (environment.onFailure() == OnFailure.KEEP
                                ? "If a phase before fails, everything is left as it failed (on_failure: keep)."
                                : "If a phase before fails, "
                                        + (previous == null
                                                ? "the environment is emptied again."
                                                : "release " + previous + " is brought back.")));
            case POST_DEPLOY ->
                each(application -> declared(application).hooks().postDeploy() == null
                        ? null
                        : "Runs the post_deploy hook of ‘" + application.application() + "’.");
            case WATCH ->
                environment.watch().isZero()
                        ? List.of()
                        : List.of("Probes for " + Texts.span(environment.watch()) + "; a failure rolls back.");
        };
    }

    private List<String> backups() {
        List<String> actions = new ArrayList<>();
        if (previous == null) {
            return actions;
        }
        for (ReleaseSpec.Artifact application : applications) {
            DataConfig data = config.data().get(application.application());
            if (data != null && data.version() != null) {
                actions.add("Notes the schema version of ‘" + application.application() + "’.");
            }
            if (plan.backup() && data != null && data.backup() != null) {
                actions.add("Backs up the data of ‘" + application.application() + "’ by its script.");
            } else if (plan.backup()) {
                kept(declared(application)).ifPresent(actions::add);
            }
        }
        return actions;
    }

    /** What the host saves of an application that has no backup script. */
    private Optional<String> kept(ApplicationConfig application) {
        List<String> parts = new ArrayList<>();
        application.relationships().values().stream()
                .map(ApplicationConfig.Relationship::service)
                .distinct()
                .filter(service -> config.services().containsKey(service)
                        && !config.services().get(service).isCache()
                        && !environment.services().containsKey(service))
                .forEach(service -> parts.add("service " + service));
        if (environment.backup().mounts()
                && application.mounts().values().stream()
                        .anyMatch(mount -> Set.of("storage", "service").contains(mount.source()))) {
            parts.add("the files in its mounts");
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of("Backs up the data of ‘" + application.name() + "’: " + String.join(", ", parts) + ".");
    }

    private String hold() {
        return environment.hold().allMethods()
                ? "Parks all requests for up to "
                        + Texts.span(environment.hold().timeout()) + " each."
                : "Parks idempotent requests for up to "
                        + Texts.span(environment.hold().timeout()) + " each and answers others 503.";
    }

    private List<String> unmount() {
        List<String> actions = new ArrayList<>();
        if (previous != null) {
            actions.add("Stops release " + previous + ".");
        }
        actions.addAll(data(DataChange.Down.class));
        return actions;
    }

    private List<String> mount() {
        List<String> actions = new ArrayList<>();
        for (ReleaseSpec.Artifact application : applications) {
            var mounts = declared(application).mounts().keySet();
            if (!mounts.isEmpty()) {
                actions.add("Mounts " + String.join(", ", mounts) + " in ‘" + application.application() + "’"
                        + (plan.first() && environment.parent() != null
                                ? ", cloned from environment ‘" + environment.parent() + "’."
                                : "."));
            }
        }
        actions.addAll(data(DataChange.Restore.class));
        return actions;
    }

    private List<String> data(Class<? extends DataChange> kind) {
        return new TreeMap<>(plan.dataActions())
                .entrySet().stream()
                        .filter(action -> kind.isInstance(plan.dataChange().get(action.getKey())))
                        .map(Map.Entry::getValue)
                        .toList();
    }

    private static @Nullable String starts(ApplicationConfig application) {
        List<String> processes = new ArrayList<>();
        if (application.web() != null && application.web().start() != null) {
            processes.add("its web process");
        }
        application.workers().keySet().forEach(worker -> processes.add("worker ‘" + worker + "’"));
        return processes.isEmpty()
                ? null
                : "Starts ‘" + application.name() + "’: " + String.join(", ", processes) + ".";
    }

    private @Nullable String health(ApplicationConfig application) {
        if (application.web() == null || application.web().start() == null) {
            return null;
        }
        HealthConfig declared = config.health().get(application.name());
        HealthConfig before = HealthConfig.beforeHooks(application, declared);
        HealthConfig after = declared == null ? HealthConfig.DEFAULT : declared;
        String first = "Asks ‘" + application.name() + "’ for " + before.path() + " until it answers";
        String status = " with a status from " + after.minStatus() + " to " + after.maxStatus();
        String time = ", for up to " + Texts.span(after.timeout()) + ".";
        return before.equals(after) ? first + status + time : first + time + " After its deploy hook:" + status + ".";
    }

    private ApplicationConfig declared(ReleaseSpec.Artifact application) {
        ApplicationConfig declared = config.applications().get(application.application());
        if (declared == null) {
            throw new IllegalStateException("no application " + application.application() + " in the configuration");
        }
        return declared;
    }

    private List<String> each(Function<ReleaseSpec.Artifact, @Nullable String> sentence) {
        List<String> result = new ArrayList<>();
        for (ReleaseSpec.Artifact application : applications) {
            String said = sentence.apply(application);
            if (said != null) {
                result.add(said);
            }
        }
        return result;
    }
}
