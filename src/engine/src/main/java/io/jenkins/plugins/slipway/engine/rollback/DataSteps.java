package io.jenkins.plugins.slipway.engine.rollback;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.DataConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.deploy.DeployPorts;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.rollback.RollbackRequest.DataPolicy;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec.DataChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides what a rollback does to each application's data, or why it cannot. */
record DataSteps(DeployPorts ports) {
    /**
     * @param actions a sentence for each change
     * @param versionsThen schema versions when the release was last live
     * @param notes for the user to read before
     */
    record Result(
            Map<String, DataChange> changes,
            Map<String, String> actions,
            Map<String, String> versionsThen,
            List<String> notes) {}

    Result plan(DataPolicy policy, int live, Candidates.Choice choice) {
        ProjectConfig bad = ports.releases()
                .find(choice.release().project(), live)
                .map(release -> ConfigReader.map(release.config()))
                .orElseThrow(() -> new RefusedException("The records have no release " + live
                        + ", which is live. Is this the state folder that it was deployed from?"));
        Deployment replacedBy = choice.replacedBy();
        Map<String, String> versionsThen = replacedBy == null ? Map.of() : replacedBy.dataVersions();
        return switch (policy) {
            case NONE -> none(choice, bad, versionsThen);
            case DOWN -> down(choice, bad, versionsThen, live);
            case RESTORE -> restore(choice, ConfigReader.map(choice.release().config()), versionsThen);
        };
    }

    private static Result none(Candidates.Choice choice, ProjectConfig bad, Map<String, String> versionsThen) {
        List<String> notes = new ArrayList<>();
        bad.data().forEach((application, data) -> {
            if (data.version() != null) {
                String then = versionsThen.get(application);
                notes.add("The data of ‘" + application + "’ stays as it is. "
                        + (then == null
                                ? "Which schema version release "
                                        + choice.release().number() + " worked with is not recorded."
                                : "Release " + choice.release().number() + " last worked with schema version " + then
                                        + ": if that has changed since, it may not understand the data (‘--data down’"
                                        + " or ‘--data restore’ would change that)."));
            }
        });
        return new Result(Map.of(), Map.of(), versionsThen, notes);
    }

    private static Result down(
            Candidates.Choice choice, ProjectConfig bad, Map<String, String> versionsThen, int live) {
        Map<String, DataChange> changes = new TreeMap<>();
        Map<String, String> actions = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        bad.data().forEach((application, data) -> {
            if (data.down() == null && data.version() == null) {
                return;
            }
            String then = versionsThen.get(application);
            if (data.down() == null) {
                missing.add("release " + live + " declares no down script for ‘" + application + "’ (data/"
                        + application + "/down)");
            } else if (then == null) {
                missing.add("no schema version of ‘" + application + "’ was recorded when release "
                        + choice.release().number() + " was replaced (data/" + application
                        + "/version prints it)");
            } else {
                changes.put(application, new DataChange.Down(then, null));
                actions.put(
                        application,
                        "Takes the data of ‘" + application + "’ down to schema version " + then
                                + " by the script of release " + live + ": "
                                + data.down().strip() + " (SLIPWAY_TO_VERSION=" + then + ")");
            }
        });
        refuse("down", changes, missing, "no application of release " + live + " declares data scripts");
        return new Result(changes, actions, versionsThen, List.of());
    }

    private static Result restore(Candidates.Choice choice, ProjectConfig target, Map<String, String> versionsThen) {
        Deployment replacedBy = choice.replacedBy();
        Map<String, String> backups = replacedBy == null ? Map.of() : replacedBy.backups();
        Map<String, DataChange> changes = new TreeMap<>();
        Map<String, String> actions = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        target.data().forEach((application, data) -> {
            if (data.restore() == null && data.backup() == null) {
                return;
            }
            String file = backups.get(application);
            if (data.restore() == null) {
                missing.add("release " + choice.release().number() + " declares no restore script for ‘" + application
                        + "’ (data/" + application + "/restore)");
            } else if (file == null) {
                missing.add("no backup of ‘" + application + "’ was taken when release "
                        + choice.release().number() + " was replaced");
            } else {
                changes.put(application, new DataChange.Restore(file));
                actions.put(
                        application,
                        "Replaces the data of ‘" + application + "’ by the script of release "
                                + choice.release().number() + ": "
                                + data.restore().strip() + " (SLIPWAY_BACKUP=" + file
                                + ")");
                notes.add("What was written to ‘" + application + "’ after deployment " + number(replacedBy)
                        + " began is lost.");
            }
        });
        kept(choice, target, backups, changes, actions, notes, number(replacedBy));
        refuse(
                "restore",
                changes,
                missing,
                "no application of release " + choice.release().number()
                        + " declares data scripts, and no backup was taken when it was replaced");
        return new Result(changes, actions, versionsThen, notes);
    }

    /** Applications without scripts, of which the host has saved mounts and services. */
    private static void kept(
            Candidates.Choice choice,
            ProjectConfig target,
            Map<String, String> backups,
            Map<String, DataChange> changes,
            Map<String, String> actions,
            List<String> notes,
            int deployment) {
        for (String application : target.applications().keySet()) {
            DataConfig data = target.data().get(application);
            String place = backups.get(application);
            if (place == null || data != null && (data.restore() != null || data.backup() != null)) {
                continue;
            }
            changes.put(application, new DataChange.Restore(place));
            actions.put(
                    application,
                    "Replaces the mounts and services of ‘" + application + "’ by what was saved when release "
                            + choice.release().number() + " was replaced (" + place + ").");
            notes.add("What was written to ‘" + application + "’ after deployment " + deployment + " began is lost.");
        }
    }

    private static int number(@Nullable Deployment deployment) {
        return deployment == null ? 0 : deployment.number();
    }

    private static void refuse(String policy, Map<String, DataChange> changes, List<String> missing, String nothing) {
        if (!missing.isEmpty() || changes.isEmpty()) {
            throw new RefusedException("‘--data " + policy + "’ cannot be done: "
                    + (missing.isEmpty() ? nothing : String.join("; ", missing))
                    + ". Nothing was changed. Use ‘--data none’ to leave data as it is"
                    + (policy.equals("down") ? ", or ‘--data restore’ to load the backup." : "."));
        }
    }
}
