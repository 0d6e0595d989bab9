package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Asks Git, without side effects: no optional locks, no hooks, no questions, no variables of the caller but those that say where the
 * user's settings are. Output is bytes, because names of files are.
 */
public final class Git {
    private static final List<String> SAFE = List.of(
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.splitIndex=false",
            "-c",
            "core.untrackedCache=keep",
            "-c",
            "submodule.recurse=false",
            "-c",
            "advice.addEmbeddedRepo=false",
            "-c",
            "gc.auto=0",
            "--no-optional-locks");

    private final Path directory;
    private final Map<String, String> environment;

    private Git(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** Git for the repository that holds a directory. */
    static Git in(Path directory, Map<String, String> caller) {
        Map<String, String> environment = new HashMap<>();
        for (String name : List.of("PATH", "HOME", "XDG_CONFIG_HOME")) {
            String value = caller.get(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("LC_ALL", "C");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("GIT_LITERAL_PATHSPECS", "1");
        return new Git(directory, environment);
    }

    Git with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return new Git(directory, all);
    }

    public Git at(Path other) {
        return new Git(other, environment);
    }

    /** What Git answered: exit code, output, and what it said on the side. */
    public record Answer(int code, byte[] output, String said) {
        public boolean ok() {
            return code == 0;
        }

        /** The output's records that end with a NUL byte, one character per byte. */
        public List<String> records() {
            return split('\0');
        }

        /** The same as text, for names that are shown or compared with paths. */
        List<String> names() {
            return records().stream()
                    .map(name -> new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                    .toList();
        }

        List<String> lines() {
            return split('\n');
        }

        private List<String> split(char end) {
            String text = new String(output, StandardCharsets.ISO_8859_1);
            List<String> parts = new ArrayList<>();
            int start = 0;
            for (int i = text.indexOf(end); i >= 0; i = text.indexOf(end, start)) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
            return parts;
        }
    }

    /** Runs Git to a success. */
    public Answer need(String... arguments) throws IOException {
        return need(new byte[0], arguments);
    }

    Answer need(byte[] input, String... arguments) throws IOException {
        Answer answer = ask(input, arguments);
        if (!answer.ok()) {
            throw failure(answer, arguments);
        }
        return answer;
    }

    private BadInputException failure(Answer answer, String... arguments) {
        String said = answer.said().strip();
        if (said.contains("dubious ownership")) {
            return new BadInputException("Git does not trust the repository at " + directory
                    + ", because it belongs to another user. Run Slipway as its owner, or allow it: git config --global --add"
                    + " safe.directory " + directory);
        }
        return new BadInputException("Git cannot read the sources in " + directory + ": ‘git " + arguments[0]
                + "’ exited with code " + answer.code() + (said.isEmpty() ? "" : " and said: " + said));
    }

    /** Runs Git and leaves it to the caller what its exit code means. */
    public Answer ask(byte[] input, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>();
        argv.add("git");
        argv.addAll(SAFE);
        argv.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(argv).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        if (input.length == 0) {
            builder.redirectInput(new File("/dev/null"));
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new BadInputException(
                    "Git could not be started in " + directory + " (" + e.getMessage()
                            + "). Install git, or add it to PATH",
                    e);
        }
        try {
            CompletableFuture<String> said = reading(process.getErrorStream());
            CompletableFuture<Boolean> fed = input.length == 0 ? null : feeding(process.getOutputStream(), input);
            byte[] output = process.getInputStream().readAllBytes();
            int code = process.waitFor();
            if (fed != null) {
                fed.join();
            }
            return new Answer(code, output, said.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Waiting for Git was interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> reading(InputStream stream) {
        return inThread("git says", () -> {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                if (said.size() < buffer.length) {
                    said.write(buffer, 0, n);
                }
            }
            return said.toString(StandardCharsets.UTF_8);
        });
    }

    private static CompletableFuture<Boolean> feeding(OutputStream stream, byte[] input) {
        return inThread("git reads", () -> {
            try (stream) {
                stream.write(input);
            } catch (IOException e) {
                // It ended without reading everything; its exit code tells why.
            }
            return true;
        });
    }

    private interface Work<T> {
        T call() throws IOException;
    }

    private static <T> CompletableFuture<T> inThread(String name, Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.call());
                    } catch (IOException | RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}
