package io.jenkins.plugins.slipway.host.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who has a port of this machine, as far as this user may know. */
public final class PortHolder {
    private static final int LOCAL = 1;
    private static final int INODE = 9;

    private PortHolder() {}

    /** Such as {@code , process 123 (nginx)}; empty if it cannot be told. */
    public static String inWords(int port) {
        try {
            Set<String> sockets = new HashSet<>();
            for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
                sockets.addAll(sockets(Path.of(table), port));
            }
            return sockets.isEmpty() ? "" : owner(sockets);
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /** Listening or not: a port that a connection goes out from is taken as well. */
    private static Set<String> sockets(Path table, int port) throws IOException {
        Set<String> result = new HashSet<>();
        if (!Files.isReadable(table)) {
            return result;
        }
        String end = String.format(":%04X", port);
        for (String line : Files.readAllLines(table, StandardCharsets.ISO_8859_1)) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length > INODE && fields[LOCAL].endsWith(end) && !fields[INODE].equals("0")) {
                result.add("socket:[" + fields[INODE] + "]");
            }
        }
        return result;
    }

    private static String owner(Set<String> sockets) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    return ", process " + process.getFileName() + " ("
                            + Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1)
                                    .strip()
                                    .replaceAll("[^!-~]", "?")
                            + ")";
                }
            }
        }
        return ", a process of another user (as root, ‘ss -ltnp’ names it)";
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (isOne(descriptor, sockets)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | RuntimeException e) {
            // Somebody else's, or it has just ended.
            return false;
        }
    }

    private static boolean isOne(Path descriptor, Set<String> sockets) {
        try {
            return sockets.contains(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            return false;
        }
    }
}
