package io.jenkins.plugins.slipway.engine.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Carries a process's output to a sink in constant memory, so that a flood neither fills the memory nor blocks the process. */
final class OutputPump {
    private static final int BUFFER = 64 << 10;

    /** After the whole tree has ended the pipe is at its end; only a process that nobody may signal can hold it longer. */
    private static final long LAST_WORDS_SECONDS = 5;

    private final InputStream from;
    private final OutputSink to;
    private final long limit;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private OutputPump(InputStream from, OutputSink to, long limit) {
        this.from = from;
        this.to = to;
        this.limit = limit;
    }

    static OutputPump start(Process process, OutputSink to, long limit) {
        OutputPump pump = new OutputPump(process.getInputStream(), to, limit);
        Thread thread = new Thread(pump::pump, "output of process " + process.pid());
        thread.setDaemon(true);
        thread.start();
        return pump;
    }

    private void pump() {
        byte[] buffer = new byte[BUFFER];
        long passed = 0;
        long dropped = 0;
        try {
            for (int n = read(buffer); n >= 0; n = read(buffer)) {
                int take = (int) Math.min(n, limit - passed);
                if (take > 0) {
                    to.write(buffer, 0, take);
                    passed += take;
                }
                dropped += n - take;
            }
            if (dropped > 0) {
                byte[] line = ("\n" + dropped + " more bytes of output were not kept; the limit is " + limit
                                + " bytes.\n")
                        .getBytes(StandardCharsets.UTF_8);
                to.write(line, 0, line.length);
            }
            done.complete(null);
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    /** A stream that was closed under us is one that has ended. */
    private int read(byte[] buffer) {
        try {
            return from.read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Tells of a sink that takes no more. */
    void onFailure(Consumer<Throwable> listener) {
        done.whenComplete((nothing, failure) -> {
            if (failure != null) {
                listener.accept(failure);
            }
        });
    }

    /** Waits until everything has reached the sink. */
    void finish() throws IOException, InterruptedException {
        try {
            done.get(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            abandon();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** What to throw when the sink took no more, such as on a full disk. */
    static IOException failure(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new IOException("The command's output cannot be written: " + cause.getMessage(), cause);
    }

    void abandon() {
        try {
            from.close();
        } catch (IOException e) {
            // It was only open for reading: nothing is lost.
        }
    }
}
