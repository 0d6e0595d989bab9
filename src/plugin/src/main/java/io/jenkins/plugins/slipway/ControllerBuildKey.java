package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A build key as the controller keeps it. The key itself is computed where the sources are, and so may be any that an agent likes;
 * here it is made one of the step's own project and application, so that no other project finds what an agent stores under it.
 *
 * @param agents the key that the agent gave
 */
record ControllerBuildKey(String project, String application, Digest agents) {
    /** The key in the controller's store. */
    @NonNull
    Digest value() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            // Neither a name nor a digest has a line break.
            String text = "slipway controller\n" + project + "\n" + application + "\n" + agents.value();
            return Digest.ofSha256(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** What this project has built from these inputs as this application, if it is still here. */
    @NonNull
    Optional<Manifest> find(@NonNull ArtifactStore store) throws IOException {
        return store.find(value())
                .filter(found -> found.draft().project().equals(project)
                        && found.draft().application().equals(application));
    }

    /** What is kept of a build with this key. */
    @NonNull
    Manifest.Draft draft(
            @NonNull SortedMap<String, String> inputs, @NonNull Map<String, String> tools, @NonNull String commit) {
        return new Manifest.Draft(
                project, application, value(), inputs, commit.isEmpty() ? null : commit, tools, Instant.now());
    }
}
