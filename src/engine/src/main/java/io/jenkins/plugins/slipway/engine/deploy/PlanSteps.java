package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.DataConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.OnFailure;
import io.jenkins.plugins.slipway.engine.config.HealthConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan.Step;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says in sentences what each phase of a deployment does. */
record PlanSteps(
        Release release,
        ProjectConfig config,
        EnvironmentConfig environment,
        List<ReleaseSpec.Artifact> applications,
        @Nullable Integer previous,
        boolean first,
        boolean backup,
        Map<String, DataChange> dataChange,
        Map<String, String> dataActions) {

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            List<String> actions = actions(phase);
            if (!actions.isEmpty()) {
                steps.add(new Step(phase, actions));
            }
        }
        return steps;
    }

    private List<String> actions(Phase phase) {
        return switch (phase) {
            case LOCK -> List.of("Takes the environment's lock. " + waiting());
            case VERIFY ->
                each(application ->
                        "Reads the artifact of ‘" + application.application() + "’ again and compares it with its name "
                                + application.digest().abbreviated() + ".");
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
            case OBJECTS -> List.of();
            case SERVE ->
                List.of("Lets requests through to release " + release.number() + "; from here on it stays. "
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
                        : List.of("Probes for " + words(environment.watch()) + "; a failure rolls back.");
            case UNLOCK -> List.of("Gives the lock back.");
        };
    }

    private String waiting() {
        return switch (environment.waiting()) {
            case QUEUE -> "Queues while another deployment holds it.";
            case NEWEST -> "Waits while another deployment holds it, in place of older ones that wait.";
            case REFUSE -> "Is refused while another deployment holds it.";
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
            if (backup && data != null && data.backup() != null) {
                actions.add("Backs up the data of ‘" + application.application() + "’ by its script.");
            } else if (backup && environment.target().equals("local")) {
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
                ? "Parks all requests for up to " + words(environment.hold().timeout()) + " each."
                : "Parks idempotent requests for up to "
                        + words(environment.hold().timeout()) + " each and answers others 503.";
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
                        + (first && environment.parent() != null
                                ? ", cloned from environment ‘" + environment.parent() + "’."
                                : "."));
            }
        }
        actions.addAll(data(DataChange.Restore.class));
        return actions;
    }

    private List<String> data(Class<? extends DataChange> kind) {
        return new TreeMap<>(dataActions)
                .entrySet().stream()
                        .filter(action -> kind.isInstance(dataChange.get(action.getKey())))
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
        String time = ", for up to " + words(after.timeout()) + ".";
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

    private static String words(Duration duration) {
        return duration.toString()
                .substring(2)
                .replaceAll("(\\d[HMS])(?!$)", "$1 ")
                .toLowerCase(Locale.ROOT);
    }
}
