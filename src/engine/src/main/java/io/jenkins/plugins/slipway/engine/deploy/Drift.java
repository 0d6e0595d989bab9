package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.target.DriftPort;
import io.jenkins.plugins.slipway.engine.target.Target;
import java.util.List;

/** What somebody changed in an environment by hand since it was last deployed to. */
record Drift(String environment, List<String> findings) {
    Drift {
        findings = List.copyOf(findings);
    }

    /** As the place says now; nothing where nobody can change anything by hand. */
    static Drift in(Target target, String project, String environment) {
        return new Drift(
                environment,
                target.drift(project, environment).map(DriftPort::drift).orElse(List.of()));
    }

    /** For the reader of a plan. */
    List<String> notes(Deployment.Kind kind, boolean overDrift) {
        if (findings.isEmpty() || kind == Deployment.Kind.DEPLOY && !overDrift) {
            return findings;
        }
        return findings.stream()
                .map(finding -> finding + " It is written over.")
                .toList();
    }

    /**
     * A rollback goes back whatever there is; a deployment does not.
     *
     * @throws RefusedException with what was found
     */
    void requireNone(Deployment.Kind kind, boolean overDrift) {
        if (!findings.isEmpty() && kind == Deployment.Kind.DEPLOY && !overDrift) {
            throw new RefusedException("Environment ‘" + environment + "’ was changed by hand: "
                    + String.join(" ", findings)
                    + " Nothing was deployed. Keep what you need of it, then write over it with --over-drift.");
        }
    }

    /** What the record of a deployment that writes over it says. */
    String reason(String given) {
        if (findings.isEmpty()) {
            return given;
        }
        String over = "Written over what was changed by hand: " + String.join(" ", findings);
        return given.isEmpty() ? over : given + " " + over;
    }
}
