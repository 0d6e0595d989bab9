package io.jenkins.plugins.slipway.host.environment.state;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a process' log, to say why it failed. */
public final class LogTail {
    private static final int BYTES = 8 << 10;
    private static final int LINES = 20;

    private LogTail() {}

    /** Size now; what is written later is after it. */
    public static long position(Path log) {
        try {
            return Files.size(log);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The last lines written since, as the end of a message; empty if there are none. */
    public static String since(Path log, long position) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(position, file.length() - BYTES);
            byte[] bytes = new byte[(int) Math.max(0, file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).strip().lines().toList();
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
            return last.isEmpty()
                    ? ". It wrote nothing to its output"
                    : ". Its last lines:\n  " + String.join("\n  ", last);
        } catch (IOException e) {
            return "";
        }
    }
}
