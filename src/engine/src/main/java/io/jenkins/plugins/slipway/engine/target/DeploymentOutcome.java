package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment ended, as its target wrote it down. The target alone decides this, once; records, messages and pages copy it,
 * whether the deployer lived to see it or not.
 */
public sealed interface DeploymentOutcome {
    /** The deployment's number. */
    int deployment();

    /** What the record of the deployment says; never {@code RUNNING}. */
    State state();

    /** Why the deployment is not live, without what serves now; empty for one that is. */
    String reason();

    /** What serves now, in a sentence. */
    String serving();

    /** What the record of the deployment keeps: the reason, and what is not as it was before if anything is. Empty for none. */
    default String message() {
        return reason();
    }

    /** The reason and what serves now. */
    default String account() {
        return reason().isEmpty() ? serving() : sentence(reason()) + " " + serving();
    }

    /** The release is live. */
    record Committed(int deployment, int release) implements DeploymentOutcome {
        @Override
        public State state() {
            return State.LIVE;
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public String serving() {
            return "Release " + release + " is live.";
        }
    }

    /** The release before it serves as it did. */
    record Restored(int deployment, int release, String reason) implements DeploymentOutcome {
        @Override
        public State state() {
            return State.RESTORED;
        }

        @Override
        public String serving() {
            return "Release " + release + " is live again.";
        }
    }

    /** There was nothing before; the environment is empty. */
    record Emptied(int deployment, String reason) implements DeploymentOutcome {
        @Override
        public State state() {
            return State.FAILED;
        }

        @Override
        public String serving() {
            return "Nothing was live before, and nothing is now.";
        }
    }

    /**
     * What was before did not come back as it was.
     *
     * @param release that was started again and that requests go to, healthy or not; null if nothing serves
     * @param fault what did not come back, such as its health or its data
     */
    record Broken(int deployment, @Nullable Integer release, String fault, String reason) implements DeploymentOutcome {
        @Override
        public State state() {
            return State.FAILED;
        }

        @Override
        public String serving() {
            return release == null
                    ? "Nothing serves there now: " + sentence(fault)
                    : "Release " + release + " was started again, but is not as it was before: " + sentence(fault);
        }

        @Override
        public String message() {
            return account();
        }
    }

    /** It was left as it failed ({@code on_failure: keep}). */
    record Kept(int deployment, String reason) implements DeploymentOutcome {
        @Override
        public State state() {
            return State.FAILED;
        }

        @Override
        public String serving() {
            return "It is left as it failed (on_failure: keep); nothing serves there until the next deployment.";
        }
    }

    private static String sentence(String text) {
        return text.endsWith(".") || text.contains("\n") ? text : text + ".";
    }
}
