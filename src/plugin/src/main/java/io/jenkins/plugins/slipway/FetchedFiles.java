package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.util.BuildListenerAdapter;

/**
 * Files of an agent, brought to the controller as plain bytes under names that the controller chose, and no more of them than is
 * good; links lead nowhere here.
 */
final class FetchedFiles implements AutoCloseable {
    /** What is longer is left out, and that is said. */
    private static final long LONGEST_FILE = 64L << 20;

    private final TaskListener listener;
    private final FilePath folder;
    private final Map<String, String> files = new LinkedHashMap<>();

    FetchedFiles(@NonNull TaskListener listener) throws IOException {
        this.listener = listener;
        this.folder = new FilePath(Files.createTempDirectory("slipway-fetched").toFile());
    }

    /**
     * Brings files.
     *
     * @param wanted names in that folder by their names in the archive
     */
    void add(@NonNull FilePath from, @NonNull Map<String, String> wanted) throws IOException, InterruptedException {
        for (Map.Entry<String, String> each : wanted.entrySet()) {
            String name = files.size() + ".part";
            byte[] buffer = new byte[1 << 16];
            Path to = Path.of(folder.child(name).getRemote());
            try (InputStream in = from.child(each.getValue()).read();
                    var out = Files.newOutputStream(to)) {
                long bytes = 0;
                int read = in.read(buffer);
                while (read >= 0 && bytes <= LONGEST_FILE) {
                    out.write(buffer, 0, read);
                    bytes += read;
                    read = in.read(buffer);
                }
                if (bytes > LONGEST_FILE) {
                    listener.getLogger()
                            .println("‘" + each.getValue() + "’ is longer than " + LONGEST_FILE
                                    + " bytes and is not archived with this build.");
                    continue;
                }
            }
            files.put(each.getKey(), name);
        }
    }

    /** Gives them to whatever keeps the artifacts of runs. */
    void archive(@NonNull Run<?, ?> run) throws IOException, InterruptedException {
        if (!files.isEmpty()) {
            run.pickArtifactManager()
                    .archive(folder, folder.createLauncher(listener), BuildListenerAdapter.wrap(listener), files);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            folder.deleteRecursive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
