package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.yaml.ProjectFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps readings between processes, with everything that they depended on. Loading parsers and schemas takes a fresh process
 * longer than all the rest of finding out that nothing changed.
 */
final class ReadingCache {
    private static final String LAYOUT = "slipway-reading-1";

    private final Path folder;

    ReadingCache(Path folder) {
        this.folder = folder;
    }

    ConfigReading reading(ProjectFiles files) {
        Path file = folder.resolve(
                UUID.nameUUIDFromBytes(files.root().toString().getBytes(StandardCharsets.UTF_8)) + ".bin");
        ConfigReading known = load(file, files);
        if (known != null) {
            return known;
        }
        ConfigReading reading = ConfigReading.of(files);
        store(file, files, reading);
        return reading;
    }

    private static @Nullable ConfigReading load(Path file, ProjectFiles files) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (!in.readUTF().equals(stamp())) {
                return null;
            }
            Map<ProjectFiles.Question, String> observed = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                var kind = ProjectFiles.Question.Kind.valueOf(in.readUTF());
                observed.put(new ProjectFiles.Question(kind, in.readUTF()), TreeCodec.readText(in));
            }
            if (!files.isAsObserved(observed)) {
                return null;
            }
            var warnings = new ArrayList<Problem>();
            for (int left = in.readInt(); left > 0; left--) {
                warnings.add(problem(in));
            }
            return TreeCodec.read(in) instanceof ObjectNode source
                    ? new ConfigReading(source, List.copyOf(warnings))
                    : null;
        } catch (IOException | RuntimeException e) {
            // Whatever is wrong with the file, reading the configuration itself is right.
            return null;
        }
    }

    private void store(Path file, ProjectFiles files, ConfigReading reading) {
        Path home = folder.getParent();
        if (home == null || !Files.isDirectory(home)) {
            // A look at the configuration does not found a home; what keeps state there does.
            return;
        }
        Path temporary = folder.resolve(UUID.randomUUID() + ".tmp");
        try {
            PrivateFiles.createDirectories(folder);
            try (var out = new DataOutputStream(new BufferedOutputStream(PrivateFiles.newOutputStream(temporary)))) {
                out.writeUTF(stamp());
                out.writeInt(files.observed().size());
                for (var entry : files.observed().entrySet()) {
                    out.writeUTF(entry.getKey().kind().name());
                    out.writeUTF(entry.getKey().path());
                    TreeCodec.writeText(entry.getValue(), out);
                }
                out.writeInt(reading.problems().size());
                for (Problem warning : reading.problems()) {
                    write(warning, out);
                }
                TreeCodec.write(reading.source(), out);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discard(temporary);
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The folder cannot be written, which is why we are here.
        }
    }

    private static void write(Problem problem, DataOutputStream out) throws IOException {
        out.writeUTF(problem.severity().name());
        TreeCodec.writeText(problem.file(), out);
        out.writeInt(problem.line());
        out.writeInt(problem.column());
        TreeCodec.writeText(problem.path(), out);
        out.writeUTF(problem.rule());
        TreeCodec.writeText(problem.message(), out);
        TreeCodec.writeText(problem.next(), out);
    }

    private static Problem problem(DataInputStream in) throws IOException {
        return new Problem(
                Problem.Severity.valueOf(in.readUTF()),
                TreeCodec.readText(in),
                in.readInt(),
                in.readInt(),
                TreeCodec.readText(in),
                in.readUTF(),
                TreeCodec.readText(in),
                TreeCodec.readText(in));
    }

    /** Changes with every build of Slipway: another one may read the same files differently. */
    private static String stamp() throws IOException {
        CodeSource source = ReadingCache.class.getProtectionDomain().getCodeSource();
        try {
            Path code = source == null ? null : Path.of(source.getLocation().toURI());
            return code != null && Files.isRegularFile(code)
                    ? LAYOUT + " " + Files.size(code) + " "
                            + Files.getLastModifiedTime(code).toMillis()
                    : LAYOUT;
        } catch (URISyntaxException e) {
            return LAYOUT;
        }
    }
}
