package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.tasks.Builder;

/** The build step that held any of the four, in jobs that were stored before each had one of its own. Reads them, and is gone. */
final class SlipwayBuilder extends Builder {
    private final SlipwayStep step;

    SlipwayBuilder(@NonNull SlipwayStep step) {
        this.step = step;
    }

    private Object readResolve() {
        if (step instanceof BuildAppStep build) {
            return new BuildAppBuilder(build);
        }
        if (step instanceof DeployEnvStep deploy) {
            return new DeployEnvBuilder(deploy);
        }
        if (step instanceof QualityGateStep gate) {
            return new QualityGateBuilder(gate);
        }
        if (step instanceof RollbackStep back) {
            return new RollbackBuilder(back);
        }
        throw new IllegalStateException("A stored build step holds none of the four steps");
    }
}
