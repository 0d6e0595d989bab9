package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.release.ReleaseRecords;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a release may be deployed at all, wherever. */
public final class Eligibility {
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final ReleaseRecords releases;
    private final ArtifactStore artifacts;

    public Eligibility(DeployPorts ports) {
        this.releases = ports.releases();
        this.artifacts = ports.artifacts();
    }

    /**
     * The release, if it may be deployed.
     *
     * @param number the newest one if null
     * @throws BadInputException if there is no such release
     * @throws RefusedException if it must not be deployed
     */
    public Release require(String project, @Nullable Integer number) {
        Release release = find(project, number);
        whyNot(release).ifPresent(reason -> {
            throw new RefusedException(reason);
        });
        return release;
    }

    /** Why a release must not be deployed, in whole sentences with the next act; empty if it may. */
    public Optional<String> whyNot(Release release) {
        String name = "Release " + release.number() + " of project ‘" + release.project() + "’";
        Release.Quarantine quarantine = release.quarantine();
        if (quarantine != null) {
            return Optional.of(name + " is quarantined since " + when(quarantine.since()) + " by " + quarantine.by()
                    + ": " + sentence(quarantine.reason()) + " A quarantined release cannot be deployed. If it is good"
                    + " after all, lift that with ‘slipway quarantine " + release.number() + " --lift’.");
        }
        if (releases.expired(release.project(), release.number())) {
            return Optional.of(name + " is no longer kept: its artifacts were removed by retention. Build that revision"
                    + (release.commit().isEmpty() ? "" : " (" + release.commit() + ")")
                    + " again, or choose one of ‘slipway releases’.");
        }
        List<String> missing = release.artifacts().entrySet().stream()
                .filter(artifact -> !artifacts.contains(artifact.getValue()))
                .map(artifact ->
                        "‘" + artifact.getKey() + "’ (" + artifact.getValue().abbreviated() + ")")
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of(name + " is not complete: the artifact store lacks " + String.join(", ", missing)
                    + ". Build that revision again, or choose one of ‘slipway releases’.");
        }
        return Optional.empty();
    }

    private Release find(String project, @Nullable Integer number) {
        if (number != null) {
            return releases.find(project, number)
                    .orElseThrow(() -> new BadInputException("Release " + number + " of project ‘" + project
                            + "’ does not exist; " + newest(project) + " ‘slipway releases’ lists all."));
        }
        return releases.newest(project)
                .orElseThrow(() -> new BadInputException(
                        "Project ‘" + project + "’ has no release yet. Make one with ‘slipway build’."));
    }

    private String newest(String project) {
        return releases.newest(project)
                .map(release -> "the newest is " + release.number() + ".")
                .orElse("the project has none yet.");
    }

    static String when(Instant instant) {
        return WHEN.format(instant);
    }

    private static String sentence(String text) {
        return text.isEmpty() ? "no reason given." : text.endsWith(".") ? text : text + ".";
    }
}
