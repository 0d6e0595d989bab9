package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.terminal.IndentedOutput;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.target.ReleaseSpec;
import io.jenkins.plugins.slipway.host.ObjectControl;
import java.util.List;
import java.util.Map;

/** What a deployment would do to objects. Runs the release's scripts to know, as a deployment would, and changes nothing. */
final class ObjectPreview {
    private final Session session;

    ObjectPreview(Session session) {
        this.session = session;
    }

    /** A line for each object that would change; empty if the release declares none. */
    List<String> of(DeployPlan plan) throws InterruptedException {
        if (plan.config().source().path("objects").isEmpty()) {
            return List.of();
        }
        ReleaseSpec spec = new ReleaseSpec(
                plan.release().project(),
                0,
                plan.release().number(),
                plan.applications(),
                plan.config(),
                plan.environment(),
                plan.release().commit(),
                "",
                false,
                Map.of());
        return ObjectControl.of(
                        session.writableHome(), session.processEnvironment().env())
                .preview(spec, IndentedOutput.script(session.processEnvironment()));
    }
}
