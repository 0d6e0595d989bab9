package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;

/** Told how a deployment goes, for people who watch, phase by phase as the plan names them. What it is told is in the journal too. */
public interface DeployListener {
    /** Told each time another deployment is found to hold the environment. */
    default void waitingFor(String holder) {}

    /** The deployment has its number now. */
    default void numbered(int deployment) {}

    /** The phase is next. Whoever cancels the deployment during this call still prevents it. */
    default void phaseNext(String phase) {}

    default void phaseStarted(String phase) {}

    /** What the phase says. The buffer is only valid during the call. */
    default void output(String phase, byte[] buffer, int offset, int length) {}

    default void phaseEnded(String phase, PhaseState state, double seconds) {}

    /** A whole sentence that the user should know. */
    default void note(String sentence) {}

    static DeployListener none() {
        return new DeployListener() {};
    }
}
