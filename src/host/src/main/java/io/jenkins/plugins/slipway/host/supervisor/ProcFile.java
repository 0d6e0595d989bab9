package io.jenkins.plugins.slipway.host.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what Linux tells of its processes. On other systems nothing is {@link #present()}. */
final class ProcFile {
    private static final Path PROC = Path.of("/proc");
    private static final boolean PRESENT = Files.isReadable(Path.of("/proc/self/stat"));
    private static final String BOOT_ID = readBootId();

    private ProcFile() {}

    /**
     * @param session number of the session's first process
     * @param startTicks clock ticks between boot and start
     */
    record Stat(String command, char state, long session, long startTicks) {
        boolean running() {
            return state != 'Z' && state != 'X';
        }
    }

    static boolean present() {
        return PRESENT;
    }

    /** Differs from boot to boot, as ticks since boot say nothing across a reboot. */
    static String bootId() {
        return BOOT_ID;
    }

    static List<Long> pids() {
        List<Long> result = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                result.add(Long.parseLong(entry.getFileName().toString()));
            }
        } catch (IOException e) {
            return result;
        }
        return result;
    }

    static Optional<Stat> stat(long pid) {
        return read(pid, "stat").map(bytes -> {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            // The command stands in parentheses and may hold spaces and parentheses itself.
            int open = text.indexOf('(');
            int close = text.lastIndexOf(')');
            String[] rest = text.substring(close + 2).trim().split(" ");
            return new Stat(
                    text.substring(open + 1, close),
                    rest[0].charAt(0),
                    Long.parseLong(rest[3]),
                    Long.parseLong(rest[19]));
        });
    }

    /** The value of a variable in the process' initial environment; empty if it has none, is gone or is not ours to read. */
    static Optional<String> variable(long pid, String name) {
        return read(pid, "environ").flatMap(bytes -> {
            for (String entry : new String(bytes, StandardCharsets.ISO_8859_1).split("\0")) {
                if (entry.startsWith(name) && entry.startsWith("=", name.length())) {
                    return Optional.of(entry.substring(name.length() + 1));
                }
            }
            return Optional.empty();
        });
    }

    private static Optional<byte[]> read(long pid, String file) {
        try {
            byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file));
            return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String readBootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
        } catch (IOException e) {
            return "";
        }
    }
}
