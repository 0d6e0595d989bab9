package io.jenkins.plugins.slipway.engine.rollback;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.deploy.DeployPorts;
import io.jenkins.plugins.slipway.engine.deploy.Eligibility;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses among the releases that were live in an environment. */
record Candidates(DeployPorts ports, Eligibility eligibility) {
    /** Retention keeps few releases; who looks further back than this finds none that is kept. */
    private static final int LOOK_BACK = 1000;

    /** As many reasons as a person reads. */
    private static final int SHOWN = 3;

    /**
     * A release to go back to.
     *
     * @param lastLive the newest deployment that made it live
     * @param replacedBy the first deployment of another release that went live after that, null if none did
     */
    record Choice(
            Release release, Deployment lastLive, @Nullable Deployment replacedBy) {}

    /** The newest release that was live before and may be deployed. */
    Choice lastGood(String project, String environment, int live) {
        List<Deployment> history = ports.deployments().history(project, environment, LOOK_BACK);
        Set<Integer> seen = new HashSet<>(Set.of(live));
        List<String> reasons = new ArrayList<>();
        for (Deployment deployment : history) {
            if (deployment.state() != State.LIVE || !seen.add(deployment.release())) {
                continue;
            }
            Optional<Release> release = ports.releases().find(project, deployment.release());
            if (release.isEmpty()) {
                continue;
            }
            Optional<String> whyNot =
                    eligibility.whyNot(release.get()).or(() -> failedGate(release.get(), environment));
            if (whyNot.isEmpty()) {
                return new Choice(release.get(), deployment, replacement(history, deployment));
            }
            reasons.add(whyNot.get());
        }
        throw new RefusedException("There is no release to roll back to in environment ‘" + environment
                + "’: besides the live release " + live + " "
                + (reasons.isEmpty()
                        ? "none was ever live there."
                        : "none that was live there may be deployed. "
                                + String.join(" ", reasons.subList(0, Math.min(SHOWN, reasons.size()))))
                + " Repair forward: build and deploy a new release.");
    }

    private Optional<String> failedGate(Release release, String environment) {
        return ports.verdicts()
                .latest(release.project(), environment, release.number())
                .filter(verdict -> verdict.status() == Verdict.Status.FAILED)
                .map(verdict -> "Release " + release.number() + " failed its gate in environment ‘" + environment
                        + "’; to roll back to it anyway, use ‘--to " + release.number() + "’.");
    }

    /** The release that the user named. */
    Choice asked(String project, String environment, int live, int number) {
        if (number == live) {
            throw new RefusedException("Release " + number + " is what is live in environment ‘" + environment
                    + "’: going back to it changes nothing. To restart it, use ‘slipway deploy " + environment
                    + " --release " + number + "’.");
        }
        Release release = eligibility.require(project, number);
        List<Deployment> history = ports.deployments().history(project, environment, LOOK_BACK);
        Deployment lastLive = history.stream()
                .filter(deployment -> deployment.state() == State.LIVE && deployment.release() == number)
                .findFirst()
                .orElseThrow(() -> new BadInputException("Release " + number + " was never live in environment ‘"
                        + environment + "’, so going there would not be a rollback. ‘slipway history " + environment
                        + "’ shows what was; ‘slipway deploy " + environment + " --release " + number
                        + "’ deploys it."));
        return new Choice(release, lastLive, replacement(history, lastLive));
    }

    private static @Nullable Deployment replacement(List<Deployment> newestFirst, Deployment lastLive) {
        Deployment found = null;
        for (Deployment deployment : newestFirst) {
            if (deployment.number() <= lastLive.number()) {
                break;
            }
            if (deployment.state() == State.LIVE && deployment.release() != lastLive.release()) {
                found = deployment;
            }
        }
        return found;
    }
}
