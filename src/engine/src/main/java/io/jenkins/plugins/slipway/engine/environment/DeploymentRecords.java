package io.jenkins.plugins.slipway.engine.environment;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where deployments are written down. */
public interface DeploymentRecords {
    /**
     * Writes a new, running deployment.
     *
     * @param above the number must be greater than this one (the highest that the target has seen), and than every recorded one
     * @return the deployment with its number
     */
    Deployment begin(
            String project,
            String environment,
            Deployment.Kind kind,
            int release,
            @Nullable Integer previous,
            int above,
            Instant started,
            String by,
            String reason);

    /** Notes what was learned of the data before it was changed. */
    void data(Deployment deployment, Map<String, String> versions, Map<String, String> backups);

    /**
     * Ends a deployment. Ending it again with the same state is allowed, and changes something only if more phases have ended
     * since: a deployment is live before its last phases are over.
     *
     * @param message why it failed, or what went wrong after it had gone live; empty if nothing did
     */
    void end(
            Deployment deployment,
            Deployment.State state,
            Instant ended,
            String message,
            List<Deployment.PhaseRun> phases);

    Optional<Deployment> find(String project, String environment, int number);

    /** The newest deployment whose state is {@code LIVE}: what should be serving. */
    Optional<Deployment> live(String project, String environment);

    /** Newest first. */
    default List<Deployment> history(String project, String environment, int limit) {
        return history(project, environment, Integer.MAX_VALUE, limit);
    }

    /** Those with a smaller number than that, newest first: a history page by page. */
    List<Deployment> history(String project, String environment, int below, int limit);

    /**
     * The first deployment after that one that went live, and so ended what that one had made live; empty if there is none.
     */
    Optional<Deployment> nextLive(String project, String environment, int number);

    /** Deployments that began and were never ended in the records. */
    List<Deployment> running(String project);

    /** Environments of the project that were ever deployed to, by name. */
    List<String> environments(String project);

    /** Which releases, of those whose artifacts are still kept, each environment has seen. By environment, newest use first. */
    List<ReleaseUse> uses(String project);
}
