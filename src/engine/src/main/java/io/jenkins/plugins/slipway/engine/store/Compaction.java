package io.jenkins.plugins.slipway.engine.store;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.message.DbException;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.MVStoreTool;

/**
 * Rewrites the file of the records without what is no longer used, when that has become most of it. The new file takes the place
 * of the old one in one step, so that a process that is killed meanwhile leaves the one or the other.
 */
final class Compaction {
    /** Below this size nobody minds. */
    private static final long SMALL = 16L << 20;

    private static final int GROWTH = 3;

    private final Path file;
    /** Named so by the database's own tool. */
    private final Path fresh;

    private final Path last;
    private final long small;

    Compaction(Path file) {
        this(file, SMALL);
    }

    Compaction(Path file, long small) {
        this.file = file;
        this.fresh = Path.of(file + ".tempFile");
        this.last = file.resolveSibling("slipway.compacted");
        this.small = small;
    }

    /** Whether the file has grown much since it was last rewritten. */
    boolean due() {
        try {
            long size = Files.size(file);
            return size > small && size > GROWTH * sizeAfterLast();
        } catch (IOException e) {
            return false;
        }
    }

    private long sizeAfterLast() throws IOException {
        try {
            return Files.exists(last) ? Long.parseLong(Files.readString(last).strip()) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The caller alone uses the file, and has closed it. If it cannot be done, such as on a full disk, the file stays as it is. */
    void run() {
        try {
            rewrite(file);
            PrivateFiles.seal(file);
            flushFolder(file.resolveSibling(""));
            PrivateFiles.writeString(last, Long.toString(Files.size(file)));
        } catch (IOException | MVStoreException | DbException e) {
            giveUp();
        }
    }

    /** Writes the new file beside the old one, flushes and closes it, and renames it. */
    static void rewrite(Path file) {
        MVStoreTool.compact("async:" + file, false);
    }

    /** Makes a rename in the folder survive a power cut. */
    static void flushFolder(Path folder) throws IOException {
        try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(folder)) {
            channel.force(true);
        }
    }

    private void giveUp() {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            // The next attempt deletes it.
        }
    }
}
