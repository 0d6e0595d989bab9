package io.jenkins.plugins.slipway.host.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ports that the system gives to outgoing connections, whoever makes them: none of them can be kept. */
public final class EphemeralPorts {
    private static final Path SETTING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    /** Below it a right is needed. */
    private static final int LOWEST = 1024;

    private static final int HIGHEST = 65_535;
    /** A range with fewer is of no use. */
    private static final int FEWEST = 500;

    private EphemeralPorts() {}

    /** Both included. */
    public record Range(int first, int last) {
        int size() {
            return last - first + 1;
        }
    }

    /**
     * Of the wanted ports those that the system does not give away; if hardly any is left, others that it does not; if it gives away
     * all, the wanted ones.
     */
    public static Range outside(int first, int last) {
        return outside(new Range(first, last), system());
    }

    static Range outside(Range wanted, Range ephemeral) {
        if (wanted.last() < ephemeral.first() || wanted.first() > ephemeral.last()) {
            return wanted;
        }
        Range below = new Range(wanted.first(), Math.min(wanted.last(), ephemeral.first() - 1));
        Range above = new Range(Math.max(wanted.first(), ephemeral.last() + 1), wanted.last());
        Range better = below.size() >= above.size() ? below : above;
        if (better.size() >= FEWEST) {
            return better;
        }
        Range allBelow = new Range(LOWEST, ephemeral.first() - 1);
        Range allAbove = new Range(ephemeral.last() + 1, HIGHEST);
        Range largest = allBelow.size() >= allAbove.size() ? allBelow : allAbove;
        return largest.size() >= FEWEST ? largest : wanted;
    }

    /** As the kernel says; as Linux has it by default if it does not. */
    static Range system() {
        try (InputStream in = Files.newInputStream(SETTING)) {
            // In one read: the kernel gives nothing to a second one.
            byte[] text = new byte[64];
            int length = in.read(text);
            String[] words = new String(text, 0, length, StandardCharsets.US_ASCII)
                    .strip()
                    .split("\\s+");
            return new Range(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        } catch (IOException | RuntimeException e) {
            return new Range(32_768, HIGHEST);
        }
    }
}
