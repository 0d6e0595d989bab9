package io.jenkins.plugins.slipway.engine.deploy;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.Manifest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Texts as artifacts. */
public final class MemoryArtifacts implements ArtifactStore {
    private final Map<Digest, String> content = new HashMap<>();

    public Digest put(String text) {
        content.put(digest(text), text);
        return digest(text);
    }

    public void alter(Digest artifact) {
        content.computeIfPresent(artifact, (key, text) -> text + " and more");
    }

    public void remove(Digest artifact) {
        content.remove(artifact);
    }

    private static Digest digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean contains(Digest artifact) {
        return content.containsKey(artifact);
    }

    @Override
    public Integrity verify(Digest artifact, Progress progress) {
        String text = content.get(artifact);
        if (text == null) {
            return new Integrity.Missing();
        }
        return digest(text).equals(artifact)
                ? new Integrity.Intact(text.length())
                : new Integrity.Altered("its content has the digest " + digest(text) + ".");
    }

    @Override
    public Optional<Manifest> find(Digest buildKey) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Manifest> latest(String project, String application) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Manifest publish(Path tree, Manifest.Draft draft, List<Manifest.SourceFile> sources, Progress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Manifest.SourceFile> sources(Digest buildKey) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void receive(InputStream blob, Manifest manifest) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void receive(InputStream blob, Digest artifact) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(Digest artifact) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unpack(Digest artifact, Path destination, Progress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void read(Digest artifact, EntryVisitor visitor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<Digest> retain(Set<Digest> keep) {
        throw new UnsupportedOperationException();
    }
}
