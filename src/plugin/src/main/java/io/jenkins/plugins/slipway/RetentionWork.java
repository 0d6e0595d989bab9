package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.release.Retention;
import io.jenkins.plugins.slipway.engine.release.RetentionPlan;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;

/**
 * Lets go of artifacts on the controller that nobody will want back, some minutes after a start and then each hour. Records stay.
 */
@Extension
public final class RetentionWork extends AsyncPeriodicWork {
    public RetentionWork() {
        super("Slipway retention");
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.HOURS.toMillis(1);
    }

    @Override
    protected void execute(@NonNull TaskListener listener) throws IOException, InterruptedException {
        SqlRecords records = SlipwayStore.get().records();
        Set<Digest> gone = prune(records, SlipwayStore.get().artifacts(), Clock.systemUTC());
        listener.getLogger().println(gone.size() + " artifacts were removed");
        if (!knowSomething(records)) {
            return;
        }
        Set<Digest> kept = Set.copyOf(records.releases().artifacts());
        for (Computer computer : Jenkins.get().getComputers()) {
            Node node = computer.getNode();
            FilePath root = node == null || computer.isOffline() ? null : node.getRootPath();
            if (root != null) {
                prune(root, kept, records, listener);
            }
        }
    }

    private static void prune(FilePath root, Set<Digest> kept, SqlRecords records, TaskListener listener)
            throws InterruptedException {
        try {
            int gone = AgentArtifacts.prune(AgentTool.homeBelow(root), kept, records);
            listener.getLogger().println(gone + " copies were removed from " + root.getRemote());
        } catch (IOException | SlipwayException e) {
            // Such as a database of objects that cannot be asked what is still needed: nothing goes this time.
            listener.getLogger().println("No copies were removed from " + root.getRemote() + ": " + e.getMessage());
        }
    }

    /** Removes what the configuration lets go, and returns it. */
    @NonNull
    static Set<Digest> prune(@NonNull SqlRecords records, @NonNull ArtifactStore artifacts, @NonNull Clock clock)
            throws IOException {
        SlipwayConfiguration configuration = SlipwayConfiguration.get();
        Duration age = Duration.ofDays(configuration.getKeepDays());
        Retention retention = new Retention(records.releases(), records.deployments(), records.verdicts(), clock)
                .keeping(configuration.getKeepReleases(), age);
        Instant abandoned = clock.instant().minus(age);
        for (Map.Entry<String, Long> project : Projects.get().all().entrySet()) {
            long deleted = project.getValue();
            try {
                if (deleted > 0 && Instant.ofEpochMilli(deleted).isBefore(abandoned)) {
                    expireAll(records, project.getKey(), clock);
                } else {
                    RetentionPlan plan = retention.plan(project.getKey());
                    retention.expire(plan);
                }
            } catch (SlipwayException e) {
                throw new IOException("Project ‘" + project.getKey() + "’: " + e.getMessage(), e);
            }
        }
        return knowSomething(records)
                ? artifacts.retain(Set.copyOf(records.releases().artifacts()))
                : Set.of();
    }

    /** Records without any release are new, or the wrong ones: no reason to remove what others may know of. */
    private static boolean knowSomething(SqlRecords records) {
        return Projects.get().all().keySet().stream()
                .anyMatch(project -> records.releases().newest(project).isPresent());
    }

    /** Nobody can deploy or roll back what belongs to a deleted job. */
    private static void expireAll(SqlRecords records, String project, Clock clock) {
        for (Release release : records.releases().kept(project)) {
            records.releases().expire(project, release.number(), clock.instant());
        }
    }
}
