package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.DeployOutput;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.Phases;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.DeployResult;
import io.jenkins.plugins.slipway.engine.deploy.Deployer;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.target.DriftException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Carries out the plan of a deployment or rollback, or only shows it. */
final class Deploying {
    private final Session session;

    Deploying(Session session) {
        this.session = session;
    }

    /** @param released false if the plan is for what is not built yet */
    int show(DeployPlan plan, boolean released) throws InterruptedException {
        ObjectNode document = document(plan);
        if (!released) {
            document.putNull("release");
        }
        // Objects are what the release's own script declares, and there is none yet.
        List<String> objects = released ? new ObjectPreview(session).of(plan) : List.of();
        if (!objects.isEmpty()) {
            document.set("objects", Json.strings(objects));
        }
        Verb.answer(session, document, () -> {
            plan.describe().forEach(session.out()::println);
            objects.forEach(line -> session.out().println("  objects      " + line));
        });
        return ExitCode.DONE;
    }

    int act(Deployer deployer, DeployPlan plan) throws InterruptedException {
        boolean rollback = plan.kind() == Deployment.Kind.ROLLBACK;
        String environment = plan.environment().name();
        session.say((rollback ? "Rolling " + environment + " back to release " : "Deploying release ")
                + plan.release().number()
                + (rollback ? "" : " to " + environment)
                + (plan.previous() == null ? "." : ", in place of release " + plan.previous() + "."));
        plan.account().notes().forEach(note -> session.say("  " + note));
        DeployOutput talk = new DeployOutput(session.processEnvironment(), environment, session.isStep());
        try {
            DeployResult result =
                    deployer.act(plan, talk, session.processEnvironment().cancellation());
            Verb.answer(
                    session,
                    document(result),
                    () -> session.out()
                            .println(session.style().good("Release " + result.release() + " is live in " + environment)
                                    + " (deployment " + result.deployment() + ")"
                                    + (result.urls().isEmpty() ? "." : ": " + String.join("  ", result.urls()))));
            return ExitCode.DONE;
        } catch (DeploymentFailedException e) {
            if (!session.isStep()) {
                session.say(session.processEnvironment().errStyle().bad(String.valueOf(e.getMessage())));
                session.say("‘slipway log " + environment + "/" + e.result().deployment() + "’ shows all of it.");
            }
            if (session.json()) {
                Json.print(document(e.result()), session.out());
            }
            // What somebody did by hand in the middle is no fault of the release.
            return e.getCause() instanceof DriftException ? ExitCode.REFUSED : ExitCode.FAILED;
        }
    }

    private static ObjectNode document(DeployResult result) {
        ObjectNode document = Json.object()
                .put("environment", result.environment())
                .put("deployment", result.deployment())
                .put("release", result.release())
                .put("previous", result.previous())
                .put("state", result.state().name())
                .put("message", result.message());
        document.set("phases", Phases.json(result.phases()));
        document.set("urls", Json.strings(result.urls()));
        return document;
    }

    private static ObjectNode document(DeployPlan plan) {
        ObjectNode document = Json.object()
                .put("dryRun", true)
                .put("environment", plan.environment().name())
                .put("release", plan.release().number())
                .put("previous", plan.previous());
        ArrayNode steps = document.putArray("steps");
        for (DeployPlan.Step step : plan.account().steps()) {
            ObjectNode one = Json.object().put("phase", step.phase());
            one.set("actions", Json.strings(step.actions()));
            steps.add(one);
        }
        document.set("notes", Json.strings(plan.account().notes()));
        return document;
    }
}
