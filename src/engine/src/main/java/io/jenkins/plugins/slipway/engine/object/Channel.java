package io.jenkins.plugins.slipway.engine.object;

import io.jenkins.plugins.slipway.engine.process.Programs;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Named pipes to a process that is started by its command line alone. This side holds both ends of each, so that opening never
 * waits for the process, and says itself when nothing more will come.
 */
final class Channel implements AutoCloseable {
    /** Larger answers are a script that returns its whole world. */
    static final int LONGEST = 8 << 20;

    /** ASCII's end of transmission, on a line of its own; no JSON has it. */
    private static final int END = 4;

    private static final String LOG = "log";

    private final Path folder;
    private final RandomAccessFile requests;
    private final RandomAccessFile answers;
    private final InputStream in;
    private final FileOutputStream out;

    private Channel(Path folder, RandomAccessFile requests, RandomAccessFile answers) throws IOException {
        this.folder = folder;
        this.requests = requests;
        this.answers = answers;
        this.in = new BufferedInputStream(new FileInputStream(answers.getFD()));
        this.out = new FileOutputStream(requests.getFD());
    }

    static Channel open() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(
                "slipway-objects-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path requests = folder.resolve("requests");
        Path answers = folder.resolve("answers");
        ProcessBuilder builder = new ProcessBuilder(
                        Programs.path("mkfifo"),
                        requests.toString(),
                        answers.toString(),
                        folder.resolve(LOG).toString())
                .redirectErrorStream(true);
        Programs.alone(builder);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("Cannot make a named pipe in " + folder);
        }
        return new Channel(
                folder, new RandomAccessFile(requests.toFile(), "rw"), new RandomAccessFile(answers.toFile(), "rw"));
    }

    /** The pipes lie here; a sandbox has to show this directory. */
    Path folder() {
        return folder;
    }

    /** Another pipe, for what the process prints. */
    Path log() {
        return folder.resolve(LOG);
    }

    /** The command with the pipes on descriptors 3 and 4, the log on standard output and error, and bounded in memory. */
    List<String> connect(List<String> argv, int memory) {
        // Programs map more than the memory their users' data takes: code, stacks, buffers of the runtime.
        int kilobytes = (memory + 256) * 1024;
        List<String> whole = new java.util.ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "ulimit -d \"$4\" 2>/dev/null; exec 3<\"$1\" 4>\"$2\" >\"$3\" 2>&1; shift 4; exec \"$@\"",
                "slipway",
                folder.resolve("requests").toString(),
                folder.resolve("answers").toString(),
                log().toString(),
                Integer.toString(kilobytes)));
        whole.addAll(argv);
        return whole;
    }

    /** Waits while the pipe is full and the process does not read, or until {@link #discard} has made room. */
    void send(byte[] line) throws IOException {
        out.write(line);
    }

    /** Lets one who waits in {@link #send} go when the process has ended: it will not read any more. */
    void discard(Thread sender) throws IOException, InterruptedException {
        InputStream unread = new FileInputStream(requests.getFD());
        byte[] buffer = new byte[8192];
        while (sender.isAlive()) {
            if (unread.available() > 0) {
                unread.read(buffer);
            } else {
                sender.join(1);
            }
        }
    }

    /** The next answer; null when the process has ended. */
    @Nullable
    String receive() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); ; b = in.read()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            if (b == END || b < 0) {
                return null;
            }
            if (line.size() == LONGEST) {
                throw new IOException("an answer is longer than " + (LONGEST >> 20) + " MiB");
            }
            line.write(b);
        }
    }

    /** Says, for the reader, that the process has ended and nothing more comes. */
    void ended() throws IOException {
        new FileOutputStream(answers.getFD()).write(END);
    }

    @Override
    public void close() throws IOException {
        try {
            requests.close();
            answers.close();
        } finally {
            Files.deleteIfExists(folder.resolve("requests"));
            Files.deleteIfExists(folder.resolve("answers"));
            Files.deleteIfExists(log());
            Files.deleteIfExists(folder);
        }
    }
}
