package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.remoting.RemoteInputStream;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.agents.ControllerToAgentFileCallable;
import tools.jackson.databind.json.JsonMapper;

/** Moves artifacts between the store of the controller and that of an agent, as streams, verified where they arrive. */
final class ArtifactTransfer {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ArtifactStore store;
    private final FilePath home;

    ArtifactTransfer(@NonNull ArtifactStore store, @NonNull FilePath home) {
        this.store = store;
        this.home = home;
    }

    /** Gives the agent those that it lacks. */
    void send(@NonNull Collection<Digest> artifacts) throws IOException, InterruptedException {
        home.mkdirs();
        List<String> names = artifacts.stream().map(Digest::value).distinct().toList();
        for (String missing : home.act(new Missing(names))) {
            Digest artifact = new Digest(missing);
            if (store.contains(artifact)) {
                try (InputStream blob = store.open(artifact)) {
                    home.act(new Receive(missing, new RemoteInputStream(blob, RemoteInputStream.Flag.GREEDY)));
                }
            }
        }
    }

    /** Takes the artifact of a build from the agent, unless it is here. */
    void fetch(@NonNull Digest key) throws IOException, InterruptedException {
        if (store.find(key).isPresent()) {
            return;
        }
        Manifest manifest = JSON.readValue(home.act(new Describe(key.value())), Manifest.class);
        String hex = manifest.artifact().hex();
        try (InputStream blob = home.child("artifacts/cas/" + hex.substring(0, 2) + "/" + hex + ".tar.zst")
                .read()) {
            store.receive(blob, manifest);
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

    private record Describe(String key) implements ControllerToAgentFileCallable<String> {
        @Override
        public String invoke(File home, VirtualChannel channel) throws IOException {
            return storeIn(home)
                    .find(new Digest(key))
                    .map(JSON::writeValueAsString)
                    .orElseThrow(() -> new IOException("The artifact that was just built is not in " + home));
        }
    }
}
