package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment will do, made without effects. A rollback is one with an older release.
 *
 * @param request what was asked for
 * @param release what goes live
 * @param config what the release was built with
 * @param environment as declared today
 * @param previous number of the release that was live when the plan was made, or null
 * @param applications in the order in which they start
 * @param planned the steps of the target, in order
 */
public record DeployPlan(
        Deployment.Kind kind,
        DeployRequest request,
        Release release,
        ProjectConfig config,
        EnvironmentConfig environment,
        @Nullable Integer previous,
        List<ReleaseSpec.Artifact> applications,
        Data data,
        List<PlannedStep> planned,
        Account account) {

    public DeployPlan {
        applications = List.copyOf(applications);
        planned = List.copyOf(planned);
    }

    /**
     * What becomes of data.
     *
     * @param backup whether it is backed up first
     * @param change what happens to it, by application
     * @param versionsThen schema version by application when the release was last live here, as far as that was recorded; only of a
     *     rollback
     */
    public record Data(boolean backup, Map<String, DataChange> change, Map<String, String> versionsThen) {
        public Data {
            change = Map.copyOf(change);
            versionsThen = Map.copyOf(versionsThen);
        }
    }

    /**
     * What is told about the plan.
     *
     * @param steps what each phase does, in order; phases without anything to do are left out
     * @param notes whole sentences that the user should know before
     * @param reason why; for a rollback also why the previous release is quarantined
     */
    public record Account(List<Step> steps, List<String> notes, String reason) {
        public Account {
            steps = List.copyOf(steps);
            notes = List.copyOf(notes);
        }
    }

    /**
     * What one phase does.
     *
     * @param phase its name
     * @param actions whole sentences; never empty
     */
    public record Step(String phase, List<String> actions) {
        public Step {
            actions = List.copyOf(actions);
        }
    }

    /** The same plan with a sentence more that the user should know, before the others. */
    public DeployPlan noting(String sentence) {
        List<String> more = new ArrayList<>(List.of(sentence));
        more.addAll(account.notes());
        return new DeployPlan(
                kind,
                request,
                release,
                config,
                environment,
                previous,
                applications,
                data,
                planned,
                new Account(account.steps(), more, account.reason()));
    }

    /** What happens if the plan is carried out, for people to read. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        String verb = kind == Deployment.Kind.ROLLBACK ? "Roll back" : "Deploy";
        lines.add(verb + " project ‘" + release.project() + "’ to release " + release.number() + " in environment ‘"
                + environment.name() + "’ (now live: " + (previous == null ? "nothing" : "release " + previous) + ").");
        for (Step step : account.steps()) {
            String name = step.phase();
            for (String action : step.actions()) {
                lines.add(String.format("  %-12s %s", name, action));
                name = "";
            }
        }
        account.notes().forEach(note -> lines.add("Note: " + note));
        return lines;
    }

    ReleaseSpec spec(int number, Path journalFolder) {
        return new ReleaseSpec(
                release.project(),
                number,
                release.number(),
                applications,
                config,
                environment,
                release.commit(),
                journalFolder.toAbsolutePath().toString(),
                data.backup(),
                data.change());
    }
}
