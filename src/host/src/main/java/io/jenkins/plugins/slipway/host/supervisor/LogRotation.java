package io.jenkins.plugins.slipway.host.supervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps logs from filling the disk: one that has grown too long is copied aside and emptied under the process that writes it, which
 * appends and so goes on at its beginning. What is written between the copy and the emptying is lost.
 *
 * @param longest bytes that a log may have
 * @param kept how many older parts stay, {@code .1} the newest
 */
public record LogRotation(long longest, int kept) {
    /** 20 MB and five older parts for each log. */
    public static final LogRotation USUAL = new LogRotation(20L << 20, 5);

    /** Looks at every log in a folder. Does nothing if the folder is not there. */
    public void rotate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                if (Files.size(log) > longest) {
                    turn(log);
                }
            }
        }
    }

    private void turn(Path log) throws IOException {
        for (int number = kept; number > 1; number--) {
            Path younger = part(log, number - 1);
            if (Files.exists(younger)) {
                Files.move(younger, part(log, number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.copy(log, part(log, 1), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    private static Path part(Path log, int number) {
        return log.resolveSibling(log.getFileName() + "." + number);
    }
}
