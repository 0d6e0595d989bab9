package io.jenkins.plugins.slipway.engine.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Keeps frozen builds by digest, and remembers which build key led to which digest. Safe for several processes at once. What is
 * published is read-only and complete; a build that did not finish leaves nothing here.
 */
public interface ArtifactStore {
    /** The manifest of the build with that key, if its artifact is still here. A damaged entry counts as absent. */
    Optional<Manifest> find(Digest buildKey) throws IOException;

    /** The first release that the build with that key is part of, for people; empty if that is not known. */
    default OptionalInt release(Digest buildKey) throws IOException {
        return OptionalInt.empty();
    }

    /** Notes a release that the build with that key is part of. Of several, the first one is kept. */
    default void noteRelease(Digest buildKey, int release) throws IOException {
        // A store that only carries artifacts has nobody to tell.
    }

    /** The manifest of the newest build of an application, to explain what changed since. */
    Optional<Manifest> latest(String project, String application) throws IOException;

    /**
     * Freezes a directory and publishes it under the draft's key. Reproducible: the same files give the same digest on every
     * machine.
     *
     * @param tree whose content becomes the artifact; left as it is
     * @param sources what the build was made from, kept to name what changed when the next one differs
     * @throws IOException if the artifact cannot be stored, such as on a full disk; then nothing is left behind
     */
    Manifest publish(Path tree, Manifest.Draft draft, List<Manifest.SourceFile> sources, Progress progress)
            throws IOException;

    /** The sources of the build with that key, by path; empty if they are not known. */
    List<Manifest.SourceFile> sources(Digest buildKey) throws IOException;

    /**
     * Publishes an artifact that was frozen elsewhere, after checking that the stream holds what the manifest says.
     *
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if it does not; nothing was kept
     */
    void receive(InputStream blob, Manifest manifest) throws IOException;

    /** The same for an artifact that is only to be deployed here: no build key leads to it. */
    void receive(InputStream blob, Digest artifact) throws IOException;

    /** The frozen bytes as they travel (compressed). The caller closes the stream. */
    InputStream open(Digest artifact) throws IOException;

    boolean contains(Digest artifact);

    /** Reads the whole artifact and compares it with its name. One that is altered is moved aside, so that the next build makes it anew. */
    Integrity verify(Digest artifact, Progress progress) throws IOException;

    /**
     * Unpacks into a directory that does not exist yet and appears only when complete and verified.
     *
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if the content is not what the digest says
     */
    void unpack(Digest artifact, Path destination, Progress progress) throws IOException;

    /**
     * Reads an artifact's entries in order, without laying them down; directories come before what is in them.
     *
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if the content is not what the digest says; that is known at the end
     */
    void read(Digest artifact, EntryVisitor visitor) throws IOException;

    /** Takes the entries of an artifact. Names are as in {@link FileNames}. */
    interface EntryVisitor {
        void directory(String name) throws IOException;

        /** @param target of the symbolic link, exactly as written */
        void link(String name, String target) throws IOException;

        /** @param content of that size, which need not be taken */
        void file(String name, boolean executable, long size, InputStream content) throws IOException;
    }

    /** Removes every artifact that is not to be kept and that no build younger than a day published. Returns what went. */
    Set<Digest> retain(Set<Digest> keep) throws IOException;

    /** Whether stored bytes are what their name says. */
    sealed interface Integrity {
        record Intact(long bytes) implements Integrity {}

        record Altered(String detail) implements Integrity {}

        record Missing() implements Integrity {}
    }

    /** Told how far long work has come. */
    @FunctionalInterface
    interface Progress {
        /**
         * @param bytes of content done so far
         * @param files done so far
         */
        void advanced(long bytes, long files);

        static Progress none() {
            return (bytes, files) -> {};
        }
    }
}
