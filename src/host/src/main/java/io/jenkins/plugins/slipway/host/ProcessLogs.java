package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.LogPort;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the processes of an environment have written to their output, and go on writing. */
final class ProcessLogs implements LogPort {
    private static final String SUFFIX = ".log";
    private static final int BLOCK = 64 << 10;
    private static final long LOOK_MILLIS = 200;

    private final Path folder;

    /** @param folder of the environment's logs */
    ProcessLogs(Path folder) {
        this.folder = folder;
    }

    private SortedMap<String, Path> named(String name) throws IOException {
        SortedMap<String, Path> all = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
                for (Path entry : entries) {
                    String file = entry.getFileName().toString();
                    all.put(file.substring(0, file.length() - SUFFIX.length()), entry);
                }
            }
        }
        SortedMap<String, Path> wanted = new TreeMap<>(all);
        wanted.keySet().removeIf(one -> !one.equals(name) && !one.startsWith(name + "."));
        if (wanted.isEmpty()) {
            throw new BadInputException("Nothing called ‘" + name + "’ has written a log in " + folder + "; there is "
                    + (all.isEmpty() ? "none at all" : String.join(", ", all.keySet())) + ".");
        }
        return wanted;
    }

    @Override
    public Map<String, String> last(String name, int lines) throws IOException {
        Map<String, String> result = new TreeMap<>();
        for (Map.Entry<String, Path> log : named(name).entrySet()) {
            result.put(log.getKey(), tail(log.getValue(), lines));
        }
        return result;
    }

    /** Each block stands under the name of its log where there are several. */
    @Override
    public void follow(String name, OutputStream out, Cancellation cancellation)
            throws IOException, InterruptedException {
        SortedMap<String, Path> logs = named(name);
        Map<String, Long> positions = new TreeMap<>();
        for (Map.Entry<String, Path> log : logs.entrySet()) {
            positions.put(log.getKey(), Files.size(log.getValue()));
        }
        CountDownLatch ended = new CountDownLatch(1);
        String shown = "";
        try (Cancellation.Registration registration = cancellation.onCancel(ended::countDown)) {
            do {
                for (Map.Entry<String, Path> log : logs.entrySet()) {
                    byte[] more = since(log.getValue(), positions, log.getKey());
                    if (more.length > 0) {
                        if (logs.size() > 1 && !shown.equals(log.getKey())) {
                            shown = log.getKey();
                            out.write(("== " + shown + "\n").getBytes(StandardCharsets.UTF_8));
                        }
                        out.write(more);
                        out.flush();
                    }
                }
            } while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    private static byte[] since(Path log, Map<String, Long> positions, String name) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long before = positions.getOrDefault(name, 0L);
            // A log that was put aside begins anew.
            long start = file.length() < before ? 0 : before;
            byte[] bytes = new byte[(int) Math.min(1 << 20, file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            positions.put(name, start + bytes.length);
            return bytes;
        }
    }

    /** Read from the end, as a log may be long. */
    private static String tail(Path log, int lines) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = file.length();
            int found = 0;
            byte[] block = new byte[BLOCK];
            while (start > 0 && found <= lines) {
                int length = (int) Math.min(BLOCK, start);
                file.seek(start - length);
                file.readFully(block, 0, length);
                int i = length - 1;
                while (i >= 0 && found <= lines) {
                    // The line feed at the very end ends the last line and begins no other.
                    if (block[i] == '\n' && start - length + i < file.length() - 1 && ++found == lines) {
                        break;
                    }
                    i--;
                }
                start = found == lines && i >= 0 ? start - length + i + 1 : start - length;
                if (found == lines) {
                    break;
                }
            }
            byte[] rest = new byte[(int) Math.min(Integer.MAX_VALUE - 8, file.length() - start)];
            file.seek(start);
            file.readFully(rest);
            return new String(rest, StandardCharsets.UTF_8);
        }
    }
}
