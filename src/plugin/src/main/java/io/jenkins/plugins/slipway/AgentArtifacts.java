package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.ObjectClaims;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jenkins.agents.ControllerToAgentFileCallable;

/** The copies of artifacts on an agent. */
final class AgentArtifacts {
    /** More projects than an agent has, and more releases than the subscriptions of one are of. */
    private static final int MOST_CLAIMS = 10_000;

    private AgentArtifacts() {}

    /**
     * Removes copies that nobody needs there.
     *
     * @param home of Slipway's state on the agent
     * @param wanted artifacts that the controller keeps
     * @return how many went
     */
    static int prune(@NonNull FilePath home, @NonNull Set<Digest> wanted, @NonNull SqlRecords records)
            throws IOException, InterruptedException {
        if (!home.child("artifacts").isDirectory()) {
            return 0;
        }
        Set<Digest> keep = new HashSet<>(wanted);
        // A subscription is ended with the code that made it, also when its release is long gone.
        for (Map.Entry<String, TreeSet<Integer>> claims :
                home.act(new Claims()).entrySet().stream().limit(MOST_CLAIMS).toList()) {
            for (int release : claims.getValue().stream().limit(MOST_CLAIMS).toList()) {
                records.releases()
                        .find(claims.getKey(), release)
                        .map(Release::artifacts)
                        .ifPresent(artifacts -> keep.addAll(artifacts.values()));
            }
        }
        return home.act(
                new Retain(new ArrayList<>(keep.stream().map(Digest::value).toList())));
    }

    /** Releases that subscriptions on the agent need, by project. */
    private record Claims() implements ControllerToAgentFileCallable<LinkedHashMap<String, TreeSet<Integer>>> {
        @Override
        public LinkedHashMap<String, TreeSet<Integer>> invoke(File home, VirtualChannel channel) {
            LinkedHashMap<String, TreeSet<Integer>> claims = new LinkedHashMap<>();
            String[] projects = new File(home, "objects").list();
            ObjectClaims objects = new ObjectClaims(home.toPath(), List.of(), Clock.systemUTC());
            for (String project : projects == null ? new String[0] : projects) {
                claims.put(project, new TreeSet<>(objects.of(project).keySet()));
            }
            return claims;
        }
    }

    private record Retain(ArrayList<String> keep) implements ControllerToAgentFileCallable<Integer> {
        @Override
        public Integer invoke(File home, VirtualChannel channel) throws IOException {
            Set<Digest> digests = new HashSet<>();
            keep.forEach(digest -> digests.add(new Digest(digest)));
            return DirectoryArtifactStore.open(Path.of(home.getPath(), "artifacts"))
                    .retain(digests)
                    .size();
        }
    }
}
