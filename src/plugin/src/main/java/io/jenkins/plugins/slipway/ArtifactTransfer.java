package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.remoting.RemoteInputStream;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import jenkins.agents.ControllerToAgentFileCallable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Moves artifacts between the store of the controller and that of an agent, as streams, verified where they arrive. */
final class ArtifactTransfer {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_APPLICATIONS = 1_000;
    private static final int LONGEST_TEXT = 20_000;

    /** What an agent can fill the controller's disk with by one artifact. */
    private static final long LARGEST_BYTES = 16L << 30;

    private final ArtifactStore store;
    private final FilePath home;

    ArtifactTransfer(@NonNull ArtifactStore store, @NonNull FilePath home) {
        this.store = store;
        this.home = home;
    }

    /**
     * Gives the agent those that it lacks, and no others.
     *
     * @throws AbortException if it asks for others
     */
    void send(@NonNull Collection<Digest> artifacts) throws IOException, InterruptedException {
        home.mkdirs();
        ArrayList<String> names =
                new ArrayList<>(artifacts.stream().map(Digest::value).distinct().toList());
        for (String missing : new LinkedHashSet<>(home.act(new Missing(names)))) {
            if (!names.contains(missing)) {
                throw new AbortException("The agent with folder " + home.getRemote() + " asks for artifact ‘"
                        + Texts.line(String.valueOf(missing)) + "’, which is not one of this step’s; it is not sent");
            }
            Digest artifact = new Digest(missing);
            if (store.contains(artifact)) {
                try (InputStream blob = store.open(artifact)) {
                    home.act(new Receive(missing, new RemoteInputStream(blob, RemoteInputStream.Flag.GREEDY)));
                }
            }
        }
    }

    /**
     * Takes the artifacts of a build from the agent, as those of the project. What they are is seen by reading them.
     *
     * @param applications as the command names them: each with {@code name}, {@code key} and {@code digest}
     * @param workspace for messages
     * @return what is here now, by application
     * @throws AbortException if a name, a key or a digest is none, or the bytes are others
     */
    @NonNull
    Map<String, Digest> fetch(@NonNull String project, @NonNull JsonNode applications, @NonNull String workspace)
            throws IOException, InterruptedException {
        if (applications.size() > MOST_APPLICATIONS) {
            throw new AbortException("The agent of workspace " + workspace + " answers with " + applications.size()
                    + " applications; there are at most " + MOST_APPLICATIONS);
        }
        Map<String, Digest> brought = new LinkedHashMap<>();
        for (JsonNode each : applications) {
            String application = each.path("name").asString("");
            Digest key;
            Digest artifact;
            try {
                Names.requirePlain("application", application);
                key = new Digest(each.path("key").asString(""));
                artifact = new Digest(each.path("digest").asString(""));
            } catch (IllegalArgumentException e) {
                throw new AbortException("The agent of workspace " + workspace + " answers with an application that"
                        + " cannot be one: " + Texts.line(String.valueOf(e.getMessage())) + ". Nothing of it was kept");
            }
            fetch(new ControllerBuildKey(project, application, key), artifact);
            brought.put(application, artifact);
        }
        return brought;
    }

    private void fetch(ControllerBuildKey key, Digest artifact) throws IOException, InterruptedException {
        if (key.find(store).map(Manifest::artifact).filter(artifact::equals).isPresent()) {
            return;
        }
        String hex = artifact.hex();
        FilePath blob = home.child("artifacts/cas/" + hex.substring(0, 2) + "/" + hex + ".tar.zst");
        Described there = home.act(new Describe(key.agents().value()));
        if (there == null || !blob.exists()) {
            throw new AbortException("Artifact " + artifact.abbreviated() + " of application ‘" + key.application()
                    + "’, which the agent says it has built, is not in " + home.getRemote());
        }
        Manifest manifest = new Manifest(
                artifact,
                Math.max(0, there.bytes()),
                Math.max(0, there.files()),
                key.draft(Described.parse(there.inputs()), Described.parse(there.tools()), there.commit()));
        // Also what is here already, as that may be of another project: whoever has the bytes can show them.
        try (InputStream from = AgentFiles.limited(blob.read(), LARGEST_BYTES, "Artifact " + artifact.abbreviated())) {
            store.receive(from, manifest);
        } catch (RefusedException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private static ArtifactStore storeIn(File home) throws IOException {
        return DirectoryArtifactStore.open(Path.of(home.getPath(), "artifacts"));
    }

    private record Missing(List<String> artifacts) implements ControllerToAgentFileCallable<List<String>> {
        @Override
        public List<String> invoke(File home, VirtualChannel channel) throws IOException {
            ArtifactStore there = storeIn(home);
            List<String> missing = new ArrayList<>();
            for (String artifact : artifacts) {
                if (!there.contains(new Digest(artifact))) {
                    missing.add(artifact);
                }
            }
            return missing;
        }
    }

    private record Receive(String artifact, InputStream blob) implements ControllerToAgentFileCallable<Void> {
        @Override
        public Void invoke(File home, VirtualChannel channel) throws IOException {
            storeIn(home).receive(blob, new Digest(artifact));
            return null;
        }
    }

    /** What the agent knows of a build, as texts of bounded length; it is kept as what an agent said, and nothing is decided by it. */
    record Described(long bytes, long files, String inputs, String tools, String commit) implements Serializable {
        private static final int LONGEST = 4 << 20;

        Described {
            if (inputs.length() > LONGEST || tools.length() > LONGEST || commit.length() > 200) {
                throw new IllegalArgumentException("The description of a build is too long");
            }
        }

        static SortedMap<String, String> parse(String json) throws AbortException {
            SortedMap<String, String> texts = new TreeMap<>();
            try {
                JSON.readTree(json)
                        .properties()
                        .forEach(each -> texts.put(
                                Texts.plain(each.getKey(), LONGEST_TEXT),
                                Texts.plain(each.getValue().asString(""), LONGEST_TEXT)));
            } catch (JacksonException e) {
                throw new AbortException("The agent describes its build in words that cannot be read");
            }
            return texts;
        }
    }

    private record Describe(String key) implements ControllerToAgentFileCallable<Described> {
        @Override
        @CheckForNull
        public Described invoke(File home, VirtualChannel channel) throws IOException {
            Manifest manifest = storeIn(home).find(new Digest(key)).orElse(null);
            if (manifest == null) {
                return null;
            }
            Manifest.Draft draft = manifest.draft();
            return new Described(
                    manifest.bytes(),
                    manifest.files(),
                    JSON.writeValueAsString(draft.inputs()),
                    JSON.writeValueAsString(draft.tools()),
                    draft.commit() == null ? "" : draft.commit());
        }
    }
}
