package io.jenkins.plugins.slipway.host.mount;

import io.jenkins.plugins.slipway.engine.process.Programs;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Copies files by the system's own program, which can share blocks and keeps everything. Where sandboxes are enforced it sees the two
 * directories and the machine's programs, nothing else: a directory that has become a symbolic link since it was looked at leads nowhere.
 */
final class SystemCopy {
    /** Whether the program is the one whose options these are. */
    static final boolean POSSIBLE =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");

    private static final Path FROM = Path.of("/slipway/from");
    private static final Path TO = Path.of("/slipway/to");
    private static final int LONGEST_MESSAGE = 64 << 10;

    private final Path from;
    private final List<String> words = new ArrayList<>();

    SystemCopy(Path from, Path to) {
        this.from = from;
        Path place = to;
        if (Sandboxes.availability() instanceof Availability.Enforced enforced) {
            words.addAll(Sandboxes.programsAnd(enforced.program(), from, FROM, to, TO)
                    .prefix());
            place = TO;
        }
        words.addAll(List.of(Programs.path("cp"), "-a", "--reflink=auto", "--parents", "-t", place.toString(), "--"));
    }

    /**
     * Copies all that can be copied.
     *
     * @return null if that was everything, else the last that the program said about what is missing: files that are gone, for example
     */
    @Nullable
    String copy(List<Path> relative) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(words);
        relative.forEach(path -> argv.add(path.toString()));
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(from.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        Programs.alone(builder);
        Process process = builder.start();
        try {
            byte[] said = process.getInputStream().readNBytes(LONGEST_MESSAGE);
            process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            if (process.waitFor() == 0) {
                return null;
            }
            String text = new String(said, StandardCharsets.UTF_8).strip();
            return text.isEmpty()
                    ? "cp ended with code " + process.exitValue()
                    : text.substring(text.lastIndexOf('\n') + 1);
        } catch (InterruptedException e) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            throw e;
        }
    }
}
