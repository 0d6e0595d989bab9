package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.host.environment.state.EnvironmentState;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.router.Router.Heard;

/** Makes the release that was put in place the one that is live, on disk first, then at the router. */
final class Commit {
    private final EnvironmentRuntime runtime;

    Commit(EnvironmentRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Returns when the router lets requests through to the release. A router that gives no answer is told again until it does; that is
     * noted, as the release is live by then.
     *
     * @throws LifecycleFailedException if the router refuses the release; nobody was answered by it, and it is not live
     */
    void perform() {
        EnvironmentState before = runtime.state();
        runtime.promote();
        Installation live = runtime.state().live();
        if (live == null) {
            return;
        }
        Heard heard = runtime.serve(live);
        if (heard instanceof Heard.Refused refused) {
            runtime.demote(before);
            throw new LifecycleFailedException(refused.reason());
        }
        if (heard instanceof Heard.Unanswered unanswered) {
            runtime.note(live, "router-silent", unanswered.reason());
        }
    }
}
