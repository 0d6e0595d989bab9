package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.process.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Looks for values of credentials in what a build left, before that becomes an artifact, which goes to every environment. */
final class ArtifactSecrets {
    /** Shorter ones are found everywhere by chance. */
    private static final int SHORTEST = 8;

    private static final int BLOCK = 1 << 20;

    private ArtifactSecrets() {}

    /** The files that hold one, relative to the root. */
    static SortedSet<String> in(Path root, Secrets secrets) throws IOException {
        SortedSet<String> found = new TreeSet<>();
        List<String> values = secrets.hidden().values().stream()
                .map(String::strip)
                .filter(value -> value.length() >= SHORTEST)
                .map(value -> new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList();
        if (values.isEmpty()) {
            return found;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && holds(file, values)) {
                    found.add(root.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static boolean holds(Path file, List<String> values) throws IOException {
        int longest = values.stream().mapToInt(String::length).max().orElse(0);
        try (InputStream content = Files.newInputStream(file)) {
            String kept = "";
            for (byte[] block = content.readNBytes(BLOCK); block.length > 0; block = content.readNBytes(BLOCK)) {
                String text = kept + new String(block, StandardCharsets.ISO_8859_1);
                if (values.stream().anyMatch(text::contains)) {
                    return true;
                }
                kept = text.substring(Math.max(0, text.length() - longest));
            }
            return false;
        }
    }
}
