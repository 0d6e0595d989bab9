package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.EnvironmentFile;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.service.RequiredServices;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The phases between holding requests and serving them in which a release that was prepared has nothing to do. They are known before
 * requests wait, so that nobody waits for a question and an answer about nothing. When in doubt a phase is performed.
 */
final class IdlePhases {
    private final EnvironmentRuntime runtime;
    private final Installation next;

    IdlePhases(EnvironmentRuntime runtime) {
        this.runtime = runtime;
        EnvironmentState.Attempt attempt = runtime.state().attempt();
        this.next =
                Objects.requireNonNull(attempt, "no deployment is under way").next();
    }

    /** By their keys. {@code health} means the look after the deploy hooks; the one before is never idle. */
    List<String> keys() {
        List<Phase> idle = new ArrayList<>();
        if (next.required().equals(RequiredServices.NONE)
                && next.applications().stream().allMatch(this::unrelated)
                && !clones()) {
            idle.add(Phase.SERVICES);
        }
        if (next.applications().stream().allMatch(this::startsPlainly)) {
            idle.add(Phase.PRE_START);
        }
        // Without a deploy hook there is no health that had to wait for one.
        if (next.applications().stream()
                .allMatch(application -> application.hooks().deploy() == null)) {
            idle.add(Phase.DEPLOY);
            idle.add(Phase.HEALTH);
        }
        if (!runtime.tools().objects().concerns(next.spec())) {
            idle.add(Phase.OBJECTS);
        }
        return idle.stream().map(Phase::key).toList();
    }

    private boolean unrelated(ApplicationConfig application) {
        return application.relationships().isEmpty()
                && application.workers().keySet().stream()
                        .allMatch(worker ->
                                application.asWorker(worker).relationships().isEmpty());
    }

    /** Whether the data of a parent comes with the mounts, and of its services with them. */
    private boolean clones() {
        Layout layout = runtime.layout();
        return next.spec().environment().parent() != null
                && (Files.exists(layout.cloning()) || !Files.exists(layout.mounts()));
    }

    private boolean startsPlainly(ApplicationConfig application) {
        return (application.web() == null || application.web().preStart() == null)
                && application.workers().values().stream().allMatch(worker -> worker.preStart() == null)
                && !Files.isRegularFile(runtime.layout()
                        .release(next.spec().token(), application.name())
                        .resolve(EnvironmentFile.NAME));
    }
}
