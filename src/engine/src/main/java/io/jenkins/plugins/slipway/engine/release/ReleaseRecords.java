package io.jenkins.plugins.slipway.engine.release;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where releases are written down. */
public interface ReleaseRecords {
    /**
     * The release with these artifacts and this configuration: the project's newest one if it is just that, else a new one with
     * the next number.
     */
    Release release(
            String project, Map<String, Digest> artifacts, JsonNode config, String commit, Instant created, String by);

    Optional<Release> find(String project, int number);

    Optional<Release> newest(String project);

    /** Newest first. */
    default List<Release> list(String project, int limit) {
        return list(project, Integer.MAX_VALUE, limit);
    }

    /** Those with a smaller number than that, newest first: a list page by page. */
    List<Release> list(String project, int below, int limit);

    void quarantine(String project, int number, Release.Quarantine quarantine);

    void lift(String project, int number, String by, Instant when, String reason);

    /** Every artifact that a release names, except those of releases that retention has let go. */
    List<Digest> artifacts();

    /** Lets go of the artifacts of a release, whose record stays. It can no longer be deployed. */
    void expire(String project, int number, Instant when);

    /** Whether retention has let the artifacts go. */
    boolean expired(String project, int number);

    /** The releases of a project whose artifacts are still kept, newest first. */
    List<Release> kept(String project);

    /** Who marked the release bad and who took the mark back, oldest first. */
    List<QuarantineEvent> quarantines(String project, int number);
}
