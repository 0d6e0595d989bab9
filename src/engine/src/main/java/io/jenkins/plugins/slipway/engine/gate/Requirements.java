package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** Answers whether a release has passed where it must have passed first. Has no effects. */
public final class Requirements {
    private final LiveReleases live;
    private final VerdictRecords verdicts;

    public Requirements(LiveReleases live, VerdictRecords verdicts) {
        this.live = live;
        this.verdicts = verdicts;
    }

    /** Knows what is live now. */
    @FunctionalInterface
    public interface LiveReleases {
        /** Number of the release that serves in an environment; empty if none does. */
        Optional<Integer> in(String project, String environment);
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
                    Optional<Integer> there = live.in(project, required);
                    if (there.isEmpty()) {
                        return new Requirement.NotMet(
                                required,
                                wants + "nothing is live there; run ‘slipway deploy " + required + " --release "
                                        + release + "’ first");
                    }
                    if (!digestsOf.apply(there.get()).equals(digests)) {
                        return new Requirement.NotMet(
                                required,
                                wants + "release " + there.get()
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
                            + "’ again when that is fixed");
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
