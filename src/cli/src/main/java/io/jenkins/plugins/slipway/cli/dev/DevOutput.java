package io.jenkins.plugins.slipway.cli.dev;

import io.jenkins.plugins.slipway.cli.terminal.IndentedOutput;
import io.jenkins.plugins.slipway.cli.terminal.ProcessEnvironment;
import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells only what somebody who has just saved a file wants to read: what hooks and scripts say, and what became of objects. */
final class DevOutput implements DeployListener {
    private static final Set<String> TOLD =
            EnumSet.of(Phase.PREPARE, Phase.PRE_START, Phase.DEPLOY, Phase.OBJECTS, Phase.POST_DEPLOY).stream()
                    .map(Phase::key)
                    .collect(Collectors.toUnmodifiableSet());

    private final ProcessEnvironment processEnvironment;
    private final IndentedOutput output;
    private final DevTurn turn;

    DevOutput(ProcessEnvironment processEnvironment, DevTurn turn) {
        this.turn = turn;
        this.processEnvironment = processEnvironment;
        this.output = IndentedOutput.script(processEnvironment);
    }

    @Override
    public synchronized void waitingFor(String holder) {
        processEnvironment.err().println("Waiting for " + holder + ".");
    }

    @Override
    public void numbered(int deployment) {
        // Said in the end, together with what became of it.
    }

    @Override
    public void phaseNext(String phase) {
        turn.next(phase);
    }

    @Override
    public synchronized void output(String phase, byte[] buffer, int offset, int length) {
        if (TOLD.contains(phase)) {
            output.write(buffer, offset, length);
        }
    }

    @Override
    public synchronized void phaseEnded(String phase, PhaseState state, double seconds) {
        output.endLine();
    }

    @Override
    public synchronized void note(String sentence) {
        output.endLine();
        processEnvironment.err().println("  " + sentence);
    }
}
