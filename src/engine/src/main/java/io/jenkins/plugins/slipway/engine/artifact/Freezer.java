package io.jenkins.plugins.slipway.engine.artifact;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Makes the frozen form of a directory. Small files are read by several threads, a chunk of neighbours each, a few chunks ahead
 * of the one thread that digests and compresses in order; so the speed does not hang on one core and the memory stays flat.
 */
final class Freezer {
    /** Reading small files, digesting and compressing share the machine's cores. Measured: two thirds of the work of level 3. */
    static final int LEVEL = 2;

    /** Files from this size on are streamed by the compressing thread: a chunk must fit in memory several times. */
    private static final int LARGE = 512 << 10;

    /** Large enough that a busy machine, which lets each thread wait its turn, is not asked for a turn too often. */
    private static final int CHUNK_BYTES = 2 << 20;

    private static final int CHUNK_ENTRIES = 4096;
    private static final int CHUNKS_AHEAD = 6;

    private final Path root;
    private final ForkJoinPool pool;
    private final ArtifactStore.Progress progress;
    private final MessageDigest digest = Sha256.start();
    private final Queue<Chunk> spare = new ConcurrentLinkedQueue<>();
    private long bytes;
    private long files;

    private Freezer(Path root, ForkJoinPool pool, ArtifactStore.Progress progress) {
        this.root = root;
        this.pool = pool;
        this.progress = progress;
    }

    /**
     * What was frozen.
     *
     * @param bytes of the tar, which is what unpacks
     * @param files number of entries
     */
    record Frozen(Digest digest, long bytes, long files) {}

    /** Writes the compressed artifact; closes nothing. */
    static Frozen freeze(Path root, OutputStream to, ArtifactStore.Progress progress) throws IOException {
        int threads = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return new Freezer(root, pool, progress).write(to, threads);
        } finally {
            pool.shutdownNow();
        }
    }

    private Frozen write(OutputStream to, int threads) throws IOException {
        List<List<TreeEntry>> chunks = chunks(TreeScan.of(root, pool));
        ZstdOutputStream compressed = new ZstdOutputStream(to, LEVEL);
        compressed.setChecksum(true);
        compressed.setWorkers(threads);
        compressed.setCloseFrameOnFlush(true);
        Deque<ForkJoinTask<Chunk>> ahead = new ArrayDeque<>();
        int next = 0;
        for (List<TreeEntry> chunk : chunks) {
            while (next < chunks.size() && ahead.size() < CHUNKS_AHEAD) {
                List<TreeEntry> coming = chunks.get(next++);
                if (!isLarge(coming)) {
                    ahead.add(pool.submit(() -> read(coming)));
                }
            }
            if (isLarge(chunk)) {
                stream(chunk.get(0), compressed);
            } else {
                Chunk content = await(ahead.removeFirst());
                append(content.bytes(), content.size(), compressed);
                spare.offer(content);
            }
            files += chunk.size();
            progress.advanced(bytes, files);
        }
        append(TarFormat.END, TarFormat.END.length, compressed);
        // Ends the frame; the caller's stream stays open, to be forced to disk.
        compressed.flush();
        return new Frozen(Digest.ofSha256(digest.digest()), bytes, files);
    }

    private void append(byte[] content, int length, OutputStream to) throws IOException {
        digest.update(content, 0, length);
        to.write(content, 0, length);
        bytes += length;
    }

    private static Chunk await(ForkJoinTask<Chunk> task) throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            while (cause != null && !(cause instanceof IOException)) {
                cause = cause.getCause();
            }
            throw cause == null ? new IOException(e) : new IOException(cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Freezing was interrupted");
        }
    }

    private static boolean isLarge(List<TreeEntry> chunk) {
        return chunk.get(0).size() >= LARGE;
    }

    private static List<List<TreeEntry>> chunks(List<TreeEntry> entries) {
        List<List<TreeEntry>> chunks = new ArrayList<>();
        int start = 0;
        long size = 0;
        for (int i = 0; i < entries.size(); i++) {
            boolean large = entries.get(i).size() >= LARGE;
            if (i > start && (large || size >= CHUNK_BYTES || i - start >= CHUNK_ENTRIES)) {
                chunks.add(entries.subList(start, i));
                start = i;
                size = 0;
            }
            size += large ? CHUNK_BYTES : entries.get(i).size() + TarFormat.BLOCK;
        }
        if (start < entries.size()) {
            chunks.add(entries.subList(start, entries.size()));
        }
        return chunks;
    }

    private Chunk read(List<TreeEntry> chunk) throws IOException {
        Chunk used = spare.poll();
        Chunk result = used == null ? new Chunk() : used;
        result.reset();
        for (TreeEntry entry : chunk) {
            TarFormat.header(entry, result);
            if (entry.kind() == TreeEntry.Kind.FILE && entry.size() > 0) {
                try (InputStream content = open(entry)) {
                    result.add(content, (int) entry.size(), entry);
                }
                result.write(TarFormat.END, 0, TarFormat.padding(entry.size()));
            }
        }
        return result;
    }

    private void stream(TreeEntry entry, OutputStream to) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        TarFormat.header(entry, header);
        append(header.toByteArray(), header.size(), to);
        byte[] buffer = new byte[LARGE];
        long left = entry.size();
        try (InputStream content = open(entry)) {
            while (left > 0) {
                int n = content.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    throw changed(entry);
                }
                append(buffer, n, to);
                left -= n;
                progress.advanced(bytes, files);
            }
        }
        append(TarFormat.END, TarFormat.padding(entry.size()), to);
    }

    private InputStream open(TreeEntry entry) throws IOException {
        if (FileNames.isAscii(entry.name())) {
            return new FileInputStream(root + "/" + entry.name());
        }
        return Files.newInputStream(
                FileNames.resolve(root, entry.name()), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private static IOException changed(TreeEntry entry) {
        return new IOException("‘" + FileNames.display(entry.name())
                + "’ changed while it was frozen: a process of the build must still be running");
    }

    /** Takes a file's content without a buffer in between. */
    private static final class Chunk extends ByteArrayOutputStream {
        Chunk() {
            super(CHUNK_BYTES + (CHUNK_BYTES >> 2));
        }

        byte[] bytes() {
            return buf;
        }

        void add(InputStream content, int size, TreeEntry entry) throws IOException {
            if (buf.length - count < size) {
                buf = Arrays.copyOf(buf, Math.max(buf.length * 2, count + size));
            }
            int end = count + size;
            while (count < end) {
                int n = content.read(buf, count, end - count);
                if (n < 0) {
                    throw changed(entry);
                }
                count += n;
            }
        }
    }
}
