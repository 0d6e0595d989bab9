package io.jenkins.plugins.slipway.host.environment.state;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The random value that a project keeps for as long as the home is kept. Applications derive salts and secrets from it. */
public final class Entropy {
    /** As on the platforms, so that what is derived from it has the usual length. */
    private static final int LENGTH = 56;

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Entropy() {}

    /** Made when it is first asked for. */
    public static String of(HostHome home, String project) {
        Path file = home.entropy(project);
        try {
            try {
                return Files.readString(file);
            } catch (NoSuchFileException e) {
                return make(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The project's entropy cannot be kept in " + file + ": " + e.getMessage(), e);
        }
    }

    private static String make(Path file) throws IOException {
        StringBuilder value = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            value.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        Path folder = PrivateFiles.createDirectories(file.toAbsolutePath().resolveSibling("."));
        Path part = Files.createTempFile(
                folder,
                ".entropy",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            PrivateFiles.writeString(part, value);
            try {
                // A link is there whole or not at all, and never replaces the value that somebody else made meanwhile.
                Files.createLink(file, part);
            } catch (FileAlreadyExistsException e) {
                return Files.readString(file);
            }
        } finally {
            Files.delete(part);
        }
        return value.toString();
    }
}
