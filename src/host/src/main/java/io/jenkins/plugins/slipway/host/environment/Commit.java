package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.router.Router.Heard;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the release that was put in place the one that is live, on disk first, then at the router. */
final class Commit {
    private final EnvironmentRuntime runtime;

    Commit(EnvironmentRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Does nothing twice. Returns when the router lets requests through to the release. A router that gives no answer is told again until it does; that is
     * noted, as the release is live by then.
     *
     * @throws LifecycleFailedException if the router refuses the release; nobody was answered by it, and it is not live
     */
    void perform() throws InterruptedException {
        EnvironmentState before = runtime.state();
        if (before.attempt() == null) {
            return;
        }
        runtime.installations().promoted();
        Installation live = Objects.requireNonNull(runtime.state().live());
        Heard heard = runtime.router().serve(live);
        if (heard instanceof Heard.Refused refused) {
            runtime.installations().demoted(before);
            throw new LifecycleFailedException(refused.reason());
        }
        if (heard instanceof Heard.Unanswered unanswered) {
            runtime.note(live, "router-silent", unanswered.reason());
        }
        settle(before.live(), live);
    }

    /** The data is the new release's own; what only the one before needed goes. */
    private void settle(@Nullable Installation before, Installation live) throws InterruptedException {
        ParentClone.settle(runtime.layout());
        runtime.services().retain(live.required());
        runtime.router().settleNames();
        new ObsoleteReleases(runtime).remove(before);
    }
}
