package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds that nothing has to be built: one question to the agent, and no process. */
final class UpToDate {
    private static final JsonMapper JSON = JsonMapper.shared();

    private UpToDate() {}

    /** Whether a build with these options may be answered from what is known. */
    static boolean isPossible(@NonNull Work work) {
        return work.verb() == Work.Verb.BUILD && work.options().isEmpty();
    }

    /**
     * The build's document if each application has been built from the same inputs, else null.
     *
     * @throws AbortException if the configuration cannot be used
     */
    @CheckForNull
    static JsonNode build(@NonNull Assignment assignment, @NonNull FilePath workspace, @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        String project = assignment.project();
        PlanBuild question = new PlanBuild(AgentTool.home(workspace).getRemote(), project);
        PlanBuild.Answer answer = assignment.directory(workspace).act(question);
        if (!answer.problem().isEmpty()) {
            throw new AbortException(answer.problem());
        }
        Map<String, Manifest> found = find(answer.keys());
        if (found.size() < answer.keys().size()) {
            return null;
        }
        Map<String, Digest> artifacts = new LinkedHashMap<>();
        found.forEach((name, manifest) -> artifacts.put(name, manifest.artifact()));
        Release release = SlipwayStore.get()
                .records()
                .releases()
                .release(
                        project,
                        artifacts,
                        JSON.readTree(answer.config()),
                        answer.commit(),
                        Instant.now(),
                        assignment.by());
        double seconds = (System.nanoTime() - begun) / 1e9;
        ObjectNode document = JSON.createObjectNode().put("project", project).put("release", release.number());
        ArrayNode applications = document.putArray("applications");
        found.forEach((name, manifest) -> {
            String reason =
                    "Reused artifact " + manifest.artifact().abbreviated() + ", built from the same inputs (key "
                            + manifest.draft().key().abbreviated() + ").";
            listener.getLogger().println(name + ": " + reason);
            applications
                    .addObject()
                    .put("name", name)
                    .put("key", manifest.draft().key().value())
                    .put("digest", manifest.artifact().value())
                    .put("reused", true)
                    .put("seconds", seconds)
                    .putArray("reasons")
                    .add(reason);
        });
        return document;
    }

    private static Map<String, Manifest> find(Map<String, String> keys) throws IOException {
        ArtifactStore store = SlipwayStore.get().artifacts();
        Map<String, Manifest> found = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : keys.entrySet()) {
            Optional<Manifest> manifest = store.find(new Digest(each.getValue()));
            if (manifest.isEmpty()) {
                return found;
            }
            found.put(each.getKey(), manifest.get());
        }
        return found;
    }
}
