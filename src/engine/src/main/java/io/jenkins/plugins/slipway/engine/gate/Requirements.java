package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.DeploymentRecords;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** Answers whether a release has passed where it must have passed first. Has no effects. */
public final class Requirements {
    private final DeploymentRecords deployments;
    private final VerdictRecords verdicts;

    public Requirements(DeploymentRecords deployments, VerdictRecords verdicts) {
        this.deployments = deployments;
        this.verdicts = verdicts;
    }

    /**
     * One answer for each required environment, in the order of the configuration.
     *
     * @param target the environment that requires
     * @param gated environments that have a gate
     * @param release number of the release that is to be deployed, for the messages
     * @param digests of that release
     * @param digestsOf artifacts of a recorded release, by its number
     */
    public List<Requirement> of(
            String project,
            EnvironmentConfig target,
            Set<String> gated,
            int release,
            Map<String, Digest> digests,
            IntFunction<Map<String, Digest>> digestsOf) {
        return target.requires().stream()
                .map(required -> {
                    String wants = "‘" + target.name() + "’ requires ‘" + required + "’: ";
                    Optional<Deployment> live = deployments.live(project, required);
                    if (live.isEmpty()) {
                        return new Requirement.NotMet(
                                required,
                                wants + "nothing is live there; run ‘slipway deploy " + required + " --release "
                                        + release + "’ first");
                    }
                    if (!digestsOf.apply(live.get().release()).equals(digests)) {
                        return new Requirement.NotMet(
                                required,
                                wants + "release " + live.get().release()
                                        + " is live there, with other artifacts than release " + release
                                        + "; run ‘slipway deploy " + required + " --release " + release + "’ first");
                    }
                    return gated.contains(required)
                            ? judged(project, required, digests, wants)
                            : new Requirement.Met(required);
                })
                .toList();
    }

    private Requirement judged(String project, String required, Map<String, Digest> digests, String wants) {
        Optional<Verdict> verdict = verdicts.latest(project, required, digests);
        if (verdict.isEmpty()) {
            return new Requirement.NotMet(
                    required,
                    wants + "its gate has not judged these artifacts; run ‘slipway gate " + required + "’ first");
        }
        if (verdict.get().status() != Verdict.Status.PASSED) {
            return new Requirement.NotMet(
                    required,
                    wants + "its gate judged these artifacts " + verdict.get().status() + " at "
                            + verdict.get().at()
                            + ", not PASSED" + firstNote(verdict.get()) + "; run ‘slipway gate " + required
                            + "’ again when that is settled");
        }
        return new Requirement.Met(required);
    }

    private static String firstNote(Verdict verdict) {
        return verdict.notes().stream()
                .findFirst()
                .map(note -> " (" + note.replaceAll("\\.$", "") + ")")
                .orElse("");
    }
}
