package io.jenkins.plugins.slipway.engine.artifact;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lays an artifact's entries down in an empty directory. One thread reads and makes the directories, in order; several write the
 * small files, a bounded number of batches behind it.
 */
final class Unpacker {
    private static final int LARGE = 1 << 20;
    /** As with freezing: few and large hand-overs, for machines that have other work too. */
    private static final int BATCH_BYTES = 2 << 20;

    private static final int BATCH_FILES = 1024;

    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> AS_EXECUTABLE =
            PosixFilePermissions.asFileAttribute(EXECUTABLE);

    private final Path root;
    private final ArtifactStore.Progress progress;
    private final AtomicReference<IOException> failure = new AtomicReference<>();
    private final boolean exactUmask;
    private List<Small> batch = new ArrayList<>();
    private int batchBytes;
    private long files;

    private Unpacker(Path root, ArtifactStore.Progress progress) throws IOException {
        this.root = root;
        this.progress = progress;
        this.exactUmask = umaskKeeps(root);
    }

    private record Small(TreeEntry entry, byte[] content) {}

    /** Lays down everything the reader yields, and says how many files. On failure the directory holds a part. */
    static long unpack(TarReader reader, Path root, ArtifactStore.Progress progress) throws IOException {
        int threads = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
        ExecutorService writers = Executors.newFixedThreadPool(threads);
        Semaphore room = new Semaphore(3 * threads);
        try {
            Unpacker unpacker = new Unpacker(root, progress);
            unpacker.lay(reader, writers, room);
            room.acquire(3 * threads);
            unpacker.rethrow();
            return unpacker.files;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Unpacking was interrupted");
        } finally {
            // Nobody may write here after the caller has gone on to remove or to rename the directory.
            writers.shutdownNow();
            awaitUninterruptibly(writers);
        }
    }

    private void lay(TarReader reader, ExecutorService writers, Semaphore room)
            throws IOException, InterruptedException {
        for (TreeEntry entry = reader.next(); entry != null; entry = reader.next()) {
            rethrow();
            switch (entry.kind()) {
                case DIRECTORY -> directory(entry);
                case LINK ->
                    Files.createSymbolicLink(FileNames.resolve(root, entry.name()), FileNames.linkTarget(entry.link()));
                case FILE -> {
                    if (entry.size() >= LARGE) {
                        large(entry, reader);
                    } else {
                        batch.add(new Small(entry, reader.take((int) entry.size())));
                        batchBytes += (int) entry.size();
                    }
                }
            }
            files++;
            if (batchBytes >= BATCH_BYTES || batch.size() >= BATCH_FILES) {
                submit(writers, room);
                progress.advanced(reader.total(), files);
            }
        }
        submit(writers, room);
        progress.advanced(reader.total(), files);
    }

    private void submit(ExecutorService writers, Semaphore room) throws InterruptedException {
        List<Small> ready = batch;
        batch = new ArrayList<>(ready.size());
        batchBytes = 0;
        room.acquire();
        writers.execute(() -> {
            try {
                for (Small small : ready) {
                    write(small.entry(), small.content());
                }
            } catch (IOException e) {
                failure.compareAndSet(null, e);
            } finally {
                room.release();
            }
        });
    }

    private void directory(TreeEntry entry) throws IOException {
        Path path = FileNames.resolve(root, entry.name());
        PrivateFiles.createDirectory(path);
        if (!exactUmask) {
            Files.setPosixFilePermissions(path, EXECUTABLE);
        }
    }

    private void write(TreeEntry entry, byte[] content) throws IOException {
        if (!entry.executable() && FileNames.isAscii(entry.name())) {
            String name = root + "/" + entry.name();
            try (FileOutputStream file = new FileOutputStream(name)) {
                if (content.length > 0) {
                    file.write(content);
                }
            }
            if (!exactUmask) {
                Files.setPosixFilePermissions(Path.of(name), PLAIN);
            }
            return;
        }
        try (OutputStream file = create(entry)) {
            file.write(content);
        }
    }

    private void large(TreeEntry entry, TarReader reader) throws IOException {
        try (OutputStream file = create(entry)) {
            reader.transfer(entry.size(), file);
        }
    }

    private OutputStream create(TreeEntry entry) throws IOException {
        Path path = FileNames.resolve(root, entry.name());
        FileAttribute<?>[] attributes =
                entry.executable() ? new FileAttribute<?>[] {AS_EXECUTABLE} : new FileAttribute<?>[0];
        SeekableByteChannel channel =
                Files.newByteChannel(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
        if (!exactUmask) {
            Files.setPosixFilePermissions(path, entry.executable() ? EXECUTABLE : PLAIN);
        }
        return Channels.newOutputStream(channel);
    }

    private void rethrow() throws IOException {
        IOException first = failure.get();
        if (first != null) {
            throw new IOException(first.getMessage(), first);
        }
    }

    /** Whether new files get the usual modes by themselves, which saves a call for each. */
    private static boolean umaskKeeps(Path root) throws IOException {
        Path probe = Files.createDirectory(root.resolve(".umask"));
        try {
            return Files.getPosixFilePermissions(probe).equals(EXECUTABLE);
        } finally {
            Files.delete(probe);
        }
    }

    private static void awaitUninterruptibly(ExecutorService writers) {
        boolean interrupted = false;
        while (true) {
            try {
                if (writers.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
