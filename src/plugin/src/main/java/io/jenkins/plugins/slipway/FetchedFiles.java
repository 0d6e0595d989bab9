package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files of an agent, brought to a folder of the controller as plain bytes under names that the controller chose, and no more of them
 * than is good; links lead nowhere here.
 */
final class FetchedFiles {
    /** What is longer is left out, and that is said. */
    private static final long LONGEST_FILE = 64L << 20;

    private final TaskListener listener;
    private final Path folder;

    FetchedFiles(@NonNull TaskListener listener, @NonNull Path folder) {
        this.listener = listener;
        this.folder = folder;
    }

    /** Brings a file, unless there is nothing in it. */
    void add(@NonNull FilePath file, @NonNull String name) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path part = folder.resolve(name + ".part");
        try {
            long bytes = copy(file, part);
            if (bytes > LONGEST_FILE) {
                listener.getLogger()
                        .println("‘" + name + "’ is longer than " + LONGEST_FILE
                                + " bytes and is not kept with this build.");
            } else if (bytes > 0) {
                Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static long copy(FilePath from, Path to) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = from.read();
                OutputStream out = Files.newOutputStream(to)) {
            long bytes = 0;
            int read = in.read(buffer);
            while (read >= 0 && bytes <= LONGEST_FILE) {
                out.write(buffer, 0, read);
                bytes += read;
                read = in.read(buffer);
            }
            return bytes;
        }
    }
}
