package io.jenkins.plugins.slipway.engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.zip.CRC32C;

/**
 * A number that a process hands down to all that it starts, whatever they do to detach themselves: a new session, an empty
 * environment, closed descriptors, another directory, a parent that is gone. It is a limit that Linux keeps with each process and has
 * not acted upon since 2.4.30 (RLIMIT_RSS, getrlimit(2)), far beyond any memory. Only a process that sets that very limit loses it.
 *
 * @param kilobytes as the shell's {@code ulimit -m} takes it
 */
public record ProcessMark(long kilobytes) {
    /** The highest limit is 2^63 bytes; a mark begins at 2^60, and programs that look at the limit find it generous. */
    private static final long FIRST = 1L << 50;

    private static final long ROOM = (1L << 40) - 1;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LINE = "\nMax resident set ";

    /** One that nobody has had before. */
    static ProcessMark fresh() {
        return new ProcessMark(FIRST + (RANDOM.nextLong() & ROOM));
    }

    /** The one that belongs to a name, such as the tag of a process. */
    public static ProcessMark of(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return new ProcessMark(FIRST + ((crc.getValue() << 8 | name.length() & 0xff) & ROOM));
    }

    /** Whether a process carries it. False for one that has ended. */
    public boolean isOn(long pid) {
        String limits;
        try {
            limits = Files.readString(Path.of("/proc/" + pid + "/limits"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return false; // It ended meanwhile.
        }
        int line = limits.indexOf(LINE);
        return line >= 0
                && limits.substring(line + LINE.length()).stripLeading().startsWith(kilobytes * 1024 + " ");
    }
}
