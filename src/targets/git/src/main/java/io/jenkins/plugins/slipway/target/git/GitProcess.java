package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Git in a folder of its own, with nothing of the caller's environment but what it is given. */
record GitProcess(Path directory, Map<String, String> environment, List<String> options) {
    /** Nothing that a server says is longer than this. */
    private static final int MOST_SAID = 64 << 10;

    /** What Git answered. */
    record Answer(int code, byte[] output, String said) {
        boolean ok() {
            return code == 0;
        }

        String line() {
            return new String(output, StandardCharsets.UTF_8).strip();
        }
    }

    /** Writes what Git reads. */
    @FunctionalInterface
    interface Input {
        void to(OutputStream out) throws IOException;
    }

    static final Input NOTHING = out -> {};

    /**
     * Runs Git to its end, or ends it and its children when it takes too long or is cancelled.
     *
     * @param note takes down which process it is while it runs; null for nowhere
     */
    Answer run(Duration timeout, Cancellation cancellation, @Nullable Path note, Input input, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(options);
        argv.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(argv).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (Cancellation.Registration registration = cancellation.onCancel(() -> end(process.toHandle()))) {
            if (note != null) {
                PrivateFiles.writeString(note, id(process.toHandle()));
            }
            CompletableFuture<byte[]> output = reading(process.getInputStream(), Integer.MAX_VALUE);
            CompletableFuture<byte[]> said = reading(process.getErrorStream(), MOST_SAID);
            CompletableFuture<Boolean> late =
                    new CompletableFuture<Boolean>().completeOnTimeout(true, timeout.toMillis(), TimeUnit.MILLISECONDS);
            late.thenRun(() -> end(process.toHandle()));
            IOException broken = null;
            try (OutputStream out = process.getOutputStream()) {
                input.to(out);
            } catch (IOException e) {
                // Git ended before it had read all: what it said counts.
                broken = e;
            }
            int code = process.waitFor();
            boolean tooLate = late.isDone();
            late.cancel(false);
            Answer answer = new Answer(code, output.join(), new String(said.join(), StandardCharsets.UTF_8).strip());
            if (cancellation.isCancelled()) {
                throw new LifecycleFailedException("it was cancelled");
            }
            if (tooLate) {
                throw new LifecycleFailedException(
                        "‘git " + arguments.get(0) + "’ took longer than " + timeout.toMinutes() + " minutes");
            }
            if (broken != null && answer.ok()) {
                throw broken;
            }
            return answer;
        } finally {
            end(process.toHandle());
            if (note != null) {
                Files.deleteIfExists(note);
            }
        }
    }

    private static CompletableFuture<byte[]> reading(InputStream from, int most) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        ByteArrayOutputStream kept = new ByteArrayOutputStream();
                        byte[] buffer = new byte[16 << 10];
                        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                            kept.write(buffer, 0, Math.min(n, most - kept.size()));
                        }
                        result.complete(kept.toByteArray());
                    } catch (IOException e) {
                        result.complete(new byte[0]);
                    }
                },
                "slipway-git-output");
        reader.setDaemon(true);
        reader.start();
        return result;
    }

    private static void end(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String id(ProcessHandle process) {
        return process.pid() + " "
                + process.info().startInstant().map(Object::toString).orElse("");
    }

    /** Ends the process that a dead deployer has left at work, if it still is. */
    static void endNoted(Path note) {
        try {
            String[] words = Files.readString(note).split(" ", 2);
            ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(process -> id(process).equals(words[0] + " " + words[1]))
                    .ifPresent(process -> {
                        end(process);
                        process.onExit().join();
                    });
        } catch (IOException | RuntimeException e) {
            // There is none, or what is written is not whole: then it never began.
            return;
        }
    }
}
