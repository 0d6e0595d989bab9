package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** Commits by their names, which they are checked against: none of them is ever stale. */
record CommitCache(Path folder) {
    /** The commit as Git stores it; empty if it is not here. */
    Optional<String> find(String name) {
        try {
            byte[] stored = Files.readAllBytes(folder.resolve(name));
            return nameOf(stored, name.length()).equals(name)
                    ? Optional.of(new String(stored, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void put(String name, byte[] stored) throws IOException {
        PrivateFiles.replace(folder.resolve(name), stored);
    }

    /** Notes that a commit has the bytes of other artifacts too. */
    void noteSame(String name, String artifacts) throws IOException {
        PrivateFiles.replace(folder.resolve(name + ".same"), artifacts.getBytes(StandardCharsets.UTF_8));
    }

    Optional<String> same(String name) {
        try {
            return Optional.of(Files.readString(folder.resolve(name + ".same")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String nameOf(byte[] stored, int length) {
        MessageDigest digest = ObjectName.digest(length);
        digest.update(("commit " + stored.length + "\0").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(stored));
    }
}
