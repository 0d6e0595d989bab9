package io.jenkins.plugins.slipway.host.mount;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** Copies all mounts of one environment to a new one, sharing blocks where the file system can. */
public final class MountClone {
    private MountClone() {}

    /**
     * The copy appears as a whole or not at all.
     *
     * @param to does not exist yet
     */
    public static void copy(Path from, Path to) throws IOException, InterruptedException {
        Path partial = to.resolveSibling(to.getFileName() + ".partial");
        Trees.remove(partial);
        Files.createDirectories(partial);
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        List<String> argv = linux
                ? List.of("cp", "-a", "--reflink=auto", "--", from + "/.", partial.toString())
                : List.of("cp", "-Rp", from + "/.", partial.toString());
        Process process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        String output;
        try {
            output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("copying " + from + " failed: " + output.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
        Files.move(partial, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
