package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.process.OutputSink;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What a process prints, through a named pipe. Into that pipe Slipway can write a mark itself: what came before the mark was printed
 * before, so that the log of a run ends with the last thing the run has printed and not where a reader happened to be.
 */
final class LogPipe implements AutoCloseable {
    /** A script may print this much in one process. */
    private static final long MOST = 16L << 20;

    /** A script that reads its own log away must not make anybody wait. */
    private static final long PATIENCE_SECONDS = 2;

    private final RandomAccessFile pipe;
    private final OutputSink sink;
    private final String prefix;
    /** Nobody but this object knows it. */
    private final byte[] mark = ("\0slipway " + UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII);

    private final Semaphore marks = new Semaphore(0);
    private volatile boolean over;
    private byte[] carried = new byte[0];
    private long printed;

    /**
     * @param directory the unpacked artifact; users know its files by their own names
     */
    LogPipe(Path file, Path directory, OutputSink sink) throws IOException {
        this.pipe = new RandomAccessFile(file.toFile(), "rw");
        this.prefix = new String((directory + "/").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        this.sink = sink;
    }

    /** Passes on what is printed until {@link #close()}. */
    void run() {
        byte[] buffer = new byte[8192];
        try (pipe) {
            InputStream in = new FileInputStream(pipe.getFD());
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                take(buffer, read);
                if (over && carried.length == 0 && in.available() == 0) {
                    return;
                }
            }
        } catch (IOException e) {
            marks.release();
        }
    }

    private void take(byte[] buffer, int length) throws IOException {
        byte[] all = Arrays.copyOf(carried, carried.length + length);
        System.arraycopy(buffer, 0, all, carried.length, length);
        int from = 0;
        int at = find(all, from);
        while (at >= 0 && at + mark.length <= all.length) {
            print(all, from, at - from);
            marks.release();
            from = at + mark.length;
            at = find(all, from);
        }
        int end = at < 0 ? all.length : at;
        print(all, from, end - from);
        carried = Arrays.copyOfRange(all, end, all.length);
    }

    /** Where the mark is, or where the end may be the beginning of one; negative if neither. */
    private int find(byte[] bytes, int from) {
        for (int at = from; at < bytes.length; at++) {
            int same = Math.min(mark.length, bytes.length - at);
            if (bytes[at] == 0 && Arrays.equals(bytes, at, at + same, mark, 0, same)) {
                return at;
            }
        }
        return -1;
    }

    private void print(byte[] bytes, int offset, int length) throws IOException {
        int kept = (int) Math.min(length, MOST - printed);
        if (kept > 0) {
            printed += kept;
            // Byte by byte, as what a script prints need not be text.
            byte[] shown = new String(bytes, offset, kept, StandardCharsets.ISO_8859_1)
                    .replace(prefix, "")
                    .getBytes(StandardCharsets.ISO_8859_1);
            sink.write(shown, 0, shown.length);
            if (printed == MOST) {
                byte[] line = "\n(the process has printed 16 MiB; nothing more of it is kept)\n"
                        .getBytes(StandardCharsets.US_ASCII);
                sink.write(line, 0, line.length);
            }
        }
    }

    /** Waits until everything that was printed so far has been passed on. */
    void drain() throws InterruptedException {
        marks.drainPermits();
        if (!over && write()) {
            marks.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private boolean write() {
        try {
            new FileOutputStream(pipe.getFD()).write(mark);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Nobody prints any more. Everything that was printed is still passed on. */
    @Override
    public void close() {
        over = true;
        write();
    }
}
