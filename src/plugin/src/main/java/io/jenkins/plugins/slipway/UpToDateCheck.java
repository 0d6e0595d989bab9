package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import io.jenkins.plugins.slipway.engine.store.RecordChange;
import io.jenkins.plugins.slipway.engine.store.StepChanges;
import io.jenkins.plugins.slipway.engine.store.StepScope;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds that nothing has to be built: one question to the agent, and no process. */
final class UpToDateCheck {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_PROBLEM = 50_000;

    /** As much of a key as people read, and what stands before it. */
    private static final int SHOWN = "sha256:".length() + 12;

    private UpToDateCheck() {}

    /** Whether a build with these options may be answered from what is known. */
    static boolean isPossible(@NonNull StepWork work) {
        return work.verb() == StepWork.Verb.BUILD && work.options().isEmpty();
    }

    /**
     * The build's document if each application has been built from the same inputs, else null.
     *
     * @throws AbortException if the configuration cannot be used
     */
    @CheckForNull
    static JsonNode build(
            @NonNull StepAssignment assignment, @NonNull FilePath workspace, @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        String project = assignment.project();
        PlanBuild question = new PlanBuild(AgentTool.home(workspace).getRemote(), project);
        PlanBuild.Answer answer = assignment.directory(workspace).act(question);
        if (!answer.problem().isEmpty()) {
            throw new AbortException(StepWords.of(Texts.plain(answer.problem(), LONGEST_PROBLEM)));
        }
        Map<String, Manifest> found = find(project, answer.keys());
        if (found.isEmpty() || found.size() < answer.keys().size()) {
            return null;
        }
        Map<String, Digest> artifacts = new LinkedHashMap<>();
        found.forEach((name, manifest) -> artifacts.put(name, manifest.artifact()));
        int release = release(assignment, artifacts, answer);
        double seconds = (System.nanoTime() - begun) / 1e9;
        ObjectNode document = JSON.createObjectNode().put("project", project).put("release", release);
        ArrayNode applications = document.putArray("applications");
        found.forEach((name, manifest) -> {
            String reason =
                    "Reused artifact " + manifest.artifact().abbreviated() + ", built from the same inputs (key "
                            + Texts.line(answer.keys().get(name)).substring("sha256:".length(), SHOWN) + ").";
            listener.getLogger().println(name + ": " + reason);
            applications
                    .addObject()
                    .put("name", name)
                    .put("key", answer.keys().get(name))
                    .put("digest", manifest.artifact().value())
                    .put("reused", true)
                    .put("seconds", seconds)
                    .putArray("reasons")
                    .add(reason);
        });
        return document;
    }

    /** What an agent says of the sources becomes a release by the same rules as what a command on it writes down. */
    private static int release(StepAssignment assignment, Map<String, Digest> artifacts, PlanBuild.Answer answer)
            throws AbortException {
        Instant now = Instant.now();
        StepChanges changes = new StepChanges(StepScope.build(assignment.project(), assignment.by(), now));
        try {
            changes.take(
                    new RecordChange.Released(
                            assignment.project(),
                            artifacts,
                            JSON.readTree(answer.config()),
                            answer.commit(),
                            now,
                            assignment.by()),
                    SlipwayStore.get().records(),
                    (application, digest) -> digest.equals(artifacts.get(application)),
                    now);
        } catch (RefusedException | JacksonException e) {
            throw new AbortException("What the agent says of the sources cannot be used: "
                    + StepWords.of(String.valueOf(e.getMessage())));
        }
        return Objects.requireNonNull(changes.release());
    }

    private static Map<String, Manifest> find(String project, Map<String, String> keys) throws IOException {
        ArtifactStore store = SlipwayStore.get().artifacts();
        Map<String, Manifest> found = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : keys.entrySet()) {
            Optional<Manifest> manifest = key(project, each).find(store);
            if (manifest.isEmpty()) {
                return found;
            }
            found.put(each.getKey(), manifest.get());
        }
        return found;
    }

    private static ControllerBuildKey key(String project, Map.Entry<String, String> each) throws AbortException {
        try {
            return new ControllerBuildKey(
                    project, Names.requirePlain("application", each.getKey()), new Digest(each.getValue()));
        } catch (IllegalArgumentException e) {
            throw new AbortException(
                    "What the agent says of the sources cannot be used: " + Texts.line(String.valueOf(e.getMessage())));
        }
    }
}
