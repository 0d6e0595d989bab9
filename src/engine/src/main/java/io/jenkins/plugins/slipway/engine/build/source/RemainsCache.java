package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Remembers for an application what remained of its newest tree, so that finding that nothing changed lists no file. */
final class RemainsCache {
    private final Path file;

    RemainsCache(Path file) {
        this.file = file;
    }

    PartialSnapshot.@Nullable Remains get(String tree, String rules) {
        try {
            if (!Files.isRegularFile(file)) {
                return null;
            }
            String[] parts = Files.readString(file).split("\n", 3);
            return parts.length == 3 && parts[0].equals(question(tree, rules))
                    ? new PartialSnapshot.Remains(parts[1], parts[2])
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    void put(String tree, String rules, PartialSnapshot.Remains remains) {
        try {
            String answer = question(tree, rules) + "\n" + remains.tree() + "\n" + remains.out();
            PrivateFiles.replace(file, answer.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It is found out again the next time.
            return;
        }
    }

    private static String question(String tree, String rules) {
        return tree + " "
                + HexFormat.of().formatHex(Hashes.start("SHA-256").digest(rules.getBytes(StandardCharsets.UTF_8)));
    }
}
