package io.jenkins.plugins.slipway.host.supervisor;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what Linux tells of its processes. On other systems nothing is {@link #present()}. */
final class ProcFile {
    private static final Path PROC = Path.of("/proc");
    private static final boolean PRESENT = Files.isReadable(Path.of("/proc/self/stat"));
    private static final int USUAL = 4096;
    /** Of the fields after the command, the last that is wanted. */
    private static final int LAST_WANTED = 19;

    private static final long KERNEL_THREAD = 0x0020_0000;
    private static final String BOOT_ID = readBootId();

    private ProcFile() {}

    /**
     * @param parent number of the process that started it, or that took it over
     * @param session number of the session's first process
     * @param flags as the kernel keeps them
     * @param startTicks clock ticks between boot and start
     */
    record Stat(String command, char state, long parent, long session, long flags, long startTicks) {
        /** Whether it is a part of the kernel, which has no environment and is nobody's. */
        boolean kernel() {
            return (flags & KERNEL_THREAD) != 0;
        }

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
        String[] names = PROC.toFile().list();
        for (String name : names == null ? new String[0] : names) {
            if (Character.isDigit(name.charAt(0))) {
                result.add(Long.parseLong(name));
            }
        }
        return result;
    }

    static Optional<Stat> stat(long pid) {
        String text = read(pid, "stat");
        if (text == null) {
            return Optional.empty();
        }
        // The command stands in parentheses and may hold spaces and parentheses itself.
        int open = text.indexOf('(');
        int close = text.lastIndexOf(')');
        String[] rest = text.substring(close + 2).split(" ", LAST_WANTED + 2);
        return Optional.of(new Stat(
                text.substring(open + 1, close),
                rest[0].charAt(0),
                Long.parseLong(rest[1]),
                Long.parseLong(rest[3]),
                Long.parseLong(rest[6]),
                Long.parseLong(rest[LAST_WANTED])));
    }

    /** The value of a variable in the process' initial environment; empty if it has none, is gone or is not ours to read. */
    static Optional<String> variable(long pid, String name) {
        String text = read(pid, "environ");
        if (text == null) {
            return Optional.empty();
        }
        String entry = name + "=";
        int start = text.startsWith(entry) ? 0 : text.indexOf("\0" + entry) + 1;
        if (start == 0 && !text.startsWith(entry)) {
            return Optional.empty();
        }
        int end = text.indexOf('\0', start);
        return Optional.of(text.substring(start + entry.length(), end < 0 ? text.length() : end));
    }

    /** Requests may wait for a walk through all processes, so this asks the kernel for nothing but the bytes. */
    private static @Nullable String read(long pid, String file) {
        try (FileInputStream in = new FileInputStream(PROC + "/" + pid + "/" + file)) {
            byte[] bytes = new byte[USUAL];
            int length = 0;
            for (int more = in.read(bytes); more > 0; more = in.read(bytes, length, bytes.length - length)) {
                length += more;
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * length);
                }
            }
            return length == 0 ? null : new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
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
