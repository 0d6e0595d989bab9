package io.jenkins.plugins.slipway.cli.terminal;

import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells a person how a deployment goes: one line per phase, and between them what the hooks say. */
public final class DeployOutput implements DeployListener {
    private final PrintStream err;
    private final Style style;
    private final String what;
    private final IndentedOutput output;
    private final boolean sections;
    private @Nullable String section;

    /**
     * @param what as in ‘staging’: what the deployment's number stands behind
     * @param sections whether what a phase says has a heading, for a log that is read from its end
     */
    public DeployOutput(ProcessEnvironment processEnvironment, String what, boolean sections) {
        this.sections = sections;
        this.err = processEnvironment.err();
        this.style = processEnvironment.errStyle();
        this.what = what;
        this.output = IndentedOutput.script(processEnvironment);
    }

    @Override
    public synchronized void waitingFor(String holder) {
        err.println("Waiting for " + holder + ".");
    }

    @Override
    public synchronized void numbered(int deployment) {
        err.println(style.strong("Deployment " + what + "/" + deployment));
    }

    @Override
    public synchronized void output(String phase, byte[] buffer, int offset, int length) {
        if (sections && !phase.equals(section)) {
            section = phase;
            output.endLine();
            err.println("[" + what + ": " + phase + "]");
        }
        output.write(buffer, offset, length);
    }

    @Override
    public synchronized void phaseEnded(String phase, PhaseState state, double seconds) {
        output.endLine();
        if (state != PhaseState.SKIPPED) {
            String text = String.format(Locale.ROOT, "  %-12s %8s", phase, Times.seconds(seconds));
            err.println(state == PhaseState.FAILED ? style.bad(text + "  failed") : text);
        }
    }

    @Override
    public synchronized void note(String sentence) {
        output.endLine();
        err.println("  " + sentence);
    }
}
