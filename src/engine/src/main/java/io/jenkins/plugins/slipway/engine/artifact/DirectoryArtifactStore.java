package io.jenkins.plugins.slipway.engine.artifact;

import io.jenkins.plugins.slipway.engine.FileTrees;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.artifact.Manifest.SourceFile;
import io.jenkins.plugins.slipway.engine.artifact.TarReader.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Artifacts in a directory of one machine: {@code cas/ab/<hex>.tar.zst} by content, {@code keys} by build key, {@code newest} by
 * application. A blob is written before the key that leads to it and removed after it, so a key never promises what is not there.
 */
public final class DirectoryArtifactStore implements ArtifactStore {
    /** A build that published may not have recorded its release yet; nobody's build takes longer than that to do so. */
    private static final Duration YOUNG = Duration.ofDays(1);

    /** Of an artifact from elsewhere, in bytes: 256 GiB. */
    private static final long LARGEST_CONTENT = 256L << 30;

    private final Path root;
    private final Path temporary;
    private final KeyIndex keys;
    private final StoreLock lock;

    private DirectoryArtifactStore(Path root) {
        this.root = root;
        this.temporary = root.resolve("tmp");
        this.keys = new KeyIndex(root, temporary);
        this.lock = StoreLock.of(root);
    }

    /** The store in that directory, which is created if need be. */
    public static DirectoryArtifactStore open(Path root) throws IOException {
        Path real = PrivateFiles.createDirectories(root).toRealPath();
        DirectoryArtifactStore store = new DirectoryArtifactStore(real);
        PrivateFiles.createDirectories(store.temporary);
        return store;
    }

    @Override
    public Optional<Manifest> find(Digest buildKey) throws IOException {
        Optional<Manifest> manifest = keys.find(buildKey);
        if (manifest.isEmpty()) {
            return manifest;
        }
        // A removal may have begun before this looked. Whoever finds the key under the lock, and notes that it is of
        // use, is
        // safe from every later one.
        try (StoreLock.Held held = lock.acquire()) {
            if (!keys.touch(buildKey) || !contains(manifest.get().artifact())) {
                return Optional.empty();
            }
        }
        return isTrustworthy(manifest.get().artifact()) ? manifest : Optional.empty();
    }

    @Override
    public OptionalInt release(Digest buildKey) throws IOException {
        return keys.release(buildKey);
    }

    @Override
    public void noteRelease(Digest buildKey, int release) throws IOException {
        keys.noteRelease(buildKey, release);
    }

    @Override
    public Optional<Manifest> latest(String project, String application) throws IOException {
        return keys.newest(project, application);
    }

    @Override
    public List<SourceFile> sources(Digest buildKey) throws IOException {
        return keys.sources(buildKey);
    }

    @Override
    public Manifest publish(Path tree, Manifest.Draft draft, List<SourceFile> sources, Progress progress)
            throws IOException {
        Path part = temporary.resolve(UUID.randomUUID() + ".tar.zst");
        try {
            Freezer.Frozen frozen;
            try (OutputStream to = PrivateFiles.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
                frozen = Freezer.freeze(tree, to, progress);
            }
            Manifest manifest = new Manifest(frozen.digest(), frozen.bytes(), frozen.files(), draft);
            commit(part, manifest, sources);
            return manifest;
        } catch (IOException e) {
            throw new IOException(
                    "The artifact of " + draft.application() + " cannot be stored in " + root + ": " + e.getMessage(),
                    e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public void receive(InputStream blob, Manifest manifest) throws IOException {
        receive(blob, manifest.artifact(), part -> commit(part, manifest, List.of()));
    }

    @Override
    public void receive(InputStream blob, Digest artifact) throws IOException {
        receive(blob, artifact, part -> {
            try (StoreLock.Held held = lock.acquire()) {
                blob(artifact).put(part, temporary);
            }
        });
    }

    private void receive(InputStream blob, Digest artifact, Arrival arrival) throws IOException {
        Path part = temporary.resolve(UUID.randomUUID() + ".tar.zst");
        try {
            Files.copy(blob, part);
            if (check(part, artifact, DirectoryArtifactStore::requireModest) instanceof Integrity.Altered altered) {
                throw new RefusedException("The artifact that arrived as " + artifact.abbreviated()
                        + " is not the one that was announced (" + altered.detail()
                        + "). It was not kept; find out who sent it");
            }
            arrival.of(part);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A few bytes may unpack to more than any disk has, and to nothing that was announced. */
    private static void requireModest(long bytes, long files) {
        if (bytes > LARGEST_CONTENT) {
            throw new RefusedException("An artifact that arrived unpacks to more than " + LARGEST_CONTENT
                    + " bytes; it was not kept. Find out who sent it");
        }
    }

    @FunctionalInterface
    private interface Arrival {
        void of(Path part) throws IOException;
    }

    private void commit(Path part, Manifest manifest, List<SourceFile> sources) throws IOException {
        try (StoreLock.Held held = lock.acquire()) {
            Blob blob = blob(manifest.artifact());
            // In place of one that is there already: these bytes are known to be good.
            blob.put(part, temporary);
            keys.put(manifest, sources);
        }
    }

    @Override
    public InputStream open(Digest artifact) throws IOException {
        return Files.newInputStream(blob(artifact).file());
    }

    @Override
    public boolean contains(Digest artifact) {
        return Files.isRegularFile(blob(artifact).file());
    }

    @Override
    public Integrity verify(Digest artifact, Progress progress) throws IOException {
        Blob blob = blob(artifact);
        Integrity integrity = check(blob.file(), artifact, progress);
        if (integrity instanceof Integrity.Altered) {
            blob.moveAside();
        }
        return integrity;
    }

    private static Integrity check(Path file, Digest artifact, Progress progress) throws IOException {
        try (InputStream compressed = Files.newInputStream(file)) {
            return DigestCheck.of(compressed, artifact, progress);
        } catch (NoSuchFileException e) {
            return new Integrity.Missing();
        }
    }

    /** Whether a blob is there and has not been touched since it was published or last read as a whole. */
    private boolean isTrustworthy(Digest artifact) throws IOException {
        Blob blob = blob(artifact);
        if (blob.isSealed()) {
            return true;
        }
        if (verify(artifact, Progress.none()) instanceof Integrity.Intact) {
            blob.seal(temporary);
            return true;
        }
        return false;
    }

    @Override
    public void unpack(Digest artifact, Path destination, Progress progress) throws IOException {
        if (Files.exists(destination, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(destination.toString());
        }
        Path parent = PrivateFiles.createDirectories(
                Objects.requireNonNull(destination.toAbsolutePath().getParent(), "destination"));
        Path part = parent.resolve("." + destination.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            PrivateFiles.createDirectory(part);
            long files = lay(artifact, part, progress);
            Durable.forceTree(part, files);
            Files.move(part, destination, StandardCopyOption.ATOMIC_MOVE);
            Durable.forceDirectory(parent);
        } finally {
            FileTrees.delete(part);
        }
    }

    private long lay(Digest artifact, Path part, Progress progress) throws IOException {
        return read(artifact, part, reader -> Unpacker.unpack(reader, part, progress));
    }

    @Override
    public void read(Digest artifact, EntryVisitor visitor) throws IOException {
        read(artifact, root, reader -> EntryReading.read(reader, visitor));
    }

    @FunctionalInterface
    private interface Reading {
        long of(TarReader reader) throws IOException;
    }

    /** @param there what is there for as long as the store or the destination is */
    private long read(Digest artifact, Path there, Reading reading) throws IOException {
        try (InputStream compressed = open(artifact);
                InputStream content = Zstds.reader(compressed)) {
            TarReader reader = new TarReader(content);
            long files = reading.of(reader);
            Digest found = reader.digest();
            if (!found.equals(artifact)) {
                throw refused(artifact, "its content is " + found.abbreviated(), null);
            }
            return files;
        } catch (NoSuchFileException e) {
            if (Files.exists(there)) {
                throw refused(artifact, "it is not in " + root, e);
            }
            throw e;
        } catch (MalformedException e) {
            throw refused(artifact, "it holds " + e.getMessage(), e);
        } catch (IOException e) {
            if (Zstds.isDamage(e)) {
                throw refused(artifact, "it cannot be decompressed: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    private static RefusedException refused(Digest artifact, String why, @Nullable Throwable cause) {
        String message = "Artifact " + artifact.abbreviated() + " is not what was built: " + why
                + ". Nothing was unpacked. Build the application again";
        return cause == null ? new RefusedException(message) : new RefusedException(message, cause);
    }

    @Override
    public Set<Digest> retain(Set<Digest> keep) throws IOException {
        try (StoreLock.Held held = lock.acquire()) {
            Instant young = Instant.now().minus(YOUNG);
            List<KeyIndex.Use> uses = keys.all();
            Set<Digest> kept = new HashSet<>(keep);
            uses.stream()
                    .filter(use -> use.at().isAfter(young))
                    .forEach(use -> kept.add(use.manifest().artifact()));
            Set<Digest> gone = new HashSet<>();
            for (KeyIndex.Use use : uses) {
                if (!kept.contains(use.manifest().artifact())) {
                    keys.remove(use.manifest().draft().key());
                }
            }
            for (Blob blob : Blob.all(root.resolve("cas"))) {
                if (!kept.contains(blob.artifact()) && blob.isOlderThan(young)) {
                    blob.delete();
                    gone.add(blob.artifact());
                }
            }
            Blob.deleteOld(temporary, young);
            return gone;
        }
    }

    private Blob blob(Digest artifact) {
        return Blob.of(root.resolve("cas"), artifact);
    }
}
