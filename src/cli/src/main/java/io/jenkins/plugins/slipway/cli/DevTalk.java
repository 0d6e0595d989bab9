package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import java.util.EnumSet;
import java.util.Set;

/** Tells only what somebody who has just saved a file wants to read: what hooks and scripts say, and what became of objects. */
final class DevTalk implements DeployListener {
    private static final Set<Phase> TOLD =
            EnumSet.of(Phase.PREPARE, Phase.PRE_START, Phase.DEPLOY, Phase.OBJECTS, Phase.POST_DEPLOY);

    private final Surroundings surroundings;
    private final Indented output;
    private final DevTurn turn;

    DevTalk(Surroundings surroundings, DevTurn turn) {
        this.turn = turn;
        this.surroundings = surroundings;
        this.output = Indented.script(surroundings);
    }

    @Override
    public synchronized void waitingFor(String holder) {
        surroundings.err().println("Waiting for " + holder + ".");
    }

    @Override
    public void numbered(int deployment) {
        // Said in the end, together with what became of it.
    }

    @Override
    public void phaseNext(Phase phase) {
        turn.next(phase);
    }

    @Override
    public synchronized void output(Phase phase, byte[] buffer, int offset, int length) {
        if (TOLD.contains(phase)) {
            output.write(buffer, offset, length);
        }
    }

    @Override
    public synchronized void phaseEnded(Phase phase, PhaseState state, double seconds) {
        output.endLine();
    }

    @Override
    public synchronized void note(String sentence) {
        output.endLine();
        surroundings.err().println("  " + sentence);
    }
}
