package io.jenkins.plugins.slipway.cli.terminal;

import io.jenkins.plugins.slipway.engine.build.BuildListener;
import io.jenkins.plugins.slipway.engine.build.BuildPhase;
import io.jenkins.plugins.slipway.engine.build.BuildPlan.ApplicationPlan;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** Tells a person how a build goes. Applications are built at once, so each line begins with the name of its application. */
public final class BuildOutput implements BuildListener {
    private final PrintStream err;
    private final Style style;
    private final Map<String, IndentedOutput> outputs = new HashMap<>();

    public BuildOutput(ProcessEnvironment processEnvironment) {
        this.err = processEnvironment.err();
        this.style = processEnvironment.errStyle();
    }

    @Override
    public synchronized void decided(ApplicationPlan plan) {
        plan.decision().reasons().forEach(reason -> err.println(plan.name() + ": " + reason));
    }

    @Override
    public synchronized void note(String application, String sentence) {
        err.println(application + ": " + sentence);
    }

    @Override
    public synchronized void output(String application, byte[] buffer, int offset, int length) {
        outputs.computeIfAbsent(
                        application,
                        name -> new IndentedOutput(err, "    " + style.faint(name + " |") + " ", IndentedOutput.SHOWN))
                .write(buffer, offset, length);
    }

    @Override
    public synchronized void ended(String application, BuildPhase phase, boolean skipped, double seconds) {
        IndentedOutput output = outputs.get(application);
        if (output != null) {
            output.endLine();
        }
        if (!skipped && phase.compareTo(BuildPhase.REUSE) > 0) {
            err.println("  " + application + "  " + phase.key() + "  " + Times.seconds(seconds));
        }
    }
}
