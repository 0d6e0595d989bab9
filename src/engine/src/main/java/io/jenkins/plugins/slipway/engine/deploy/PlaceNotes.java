package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.DataConfig;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.target.Capabilities;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.engine.target.Target;
import java.util.ArrayList;
import java.util.List;

/** What the places of an environment do not do of what its applications declare, for the reader of a plan. */
record PlaceNotes(Target target, ProjectConfig config, EnvironmentConfig environment) {
    List<String> of(List<ReleaseSpec.Artifact> applications, List<PlannedStep> planned) {
        List<String> notes = new ArrayList<>();
        for (ReleaseSpec.Artifact artifact : applications) {
            String name = artifact.application();
            ApplicationConfig application = config.applications().get(name);
            if (application != null) {
                about(application, target.capabilities(config.project(), environment.name(), name), notes);
            }
        }
        Capabilities all = target.capabilities(config.project(), environment.name());
        if (!all.locks()) {
            notes.add("Environment ‘" + environment.name()
                    + "’ is held by a lease in the records: everybody who deploys there has to use the same records.");
        }
        if (!all.undoesByItself()) {
            notes.add("If this command is killed, the next one on environment ‘" + environment.name()
                    + "’ finishes what it left or takes it back.");
        }
        if (!environment.watch().isZero()
                && planned.stream().noneMatch(step -> step.name().endsWith(Phase.WATCH.key()))) {
            notes.add("It is not probed after it went live (watch): its place cannot.");
        }
        return notes;
    }

    private void about(ApplicationConfig application, Capabilities place, List<String> notes) {
        String name = "‘" + application.name() + "’";
        ApplicationConfig.Hooks hooks = application.hooks();
        if (!place.runsHooks() && (hooks.deploy() != null || hooks.postDeploy() != null)) {
            notes.add("The deploy hooks of " + name + " are not run: its place runs none.");
        }
        if (!place.runsHooks()
                && (application.web() != null && application.web().start() != null)) {
            notes.add("The start command of " + name + " is not run: its place serves files only.");
        }
        if (!place.runsHooks() && !environment.variables().isEmpty()) {
            notes.add("The variables of environment ‘" + environment.name() + "’ are not given to " + name
                    + ": nothing of it runs at its place.");
        }
        DataConfig data = config.data().get(application.name());
        if (!place.keepsData() && (data != null || !application.mounts().isEmpty())) {
            notes.add("No data of " + name + " is saved or changed: its place keeps none.");
        }
        if (!place.holdsRequests()) {
            notes.add("Requests to " + name + " are not held while it switches.");
        }
    }
}
