package io.jenkins.plugins.slipway.engine.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The stored bytes of one artifact, and beside them a seal: size and time of the file when its content was last known to be
 * good. Comparing the seal costs nothing; only a file that was touched since must be read.
 */
final class Blob {
    private static final String SUFFIX = ".tar.zst";

    private final Digest artifact;
    private final Path file;
    private final Path seal;

    private Blob(Digest artifact, Path file) {
        this.artifact = artifact;
        this.file = file;
        this.seal = file.resolveSibling(artifact.hex() + ".seal");
    }

    static Blob of(Path directory, Digest artifact) {
        String hex = artifact.hex();
        return new Blob(artifact, directory.resolve(hex.substring(0, 2)).resolve(hex + SUFFIX));
    }

    static List<Blob> all(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Blob> blobs = new ArrayList<>();
        try (Stream<Path> files = Files.find(directory, 2, (path, attributes) -> attributes.isRegularFile())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("[0-9a-f]{64}\\.tar\\.zst")) {
                    blobs.add(of(directory, new Digest("sha256:" + name.substring(0, 64))));
                }
            }
        }
        return blobs;
    }

    /** Removes files that a killed process left. */
    static void deleteOld(Path temporary, Instant before) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            for (Path file : files.toList()) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException e) {
                    // It was of somebody at work, and has its place by now.
                }
            }
        }
    }

    Digest artifact() {
        return artifact;
    }

    Path file() {
        return file;
    }

    void put(Path part, Path temporary) throws IOException {
        // The channel that forces it to disk needs the right to write, so it becomes read-only in its place.
        Durable.publish(part, file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        seal(temporary);
    }

    void seal(Path temporary) throws IOException {
        Durable.write(seal, state().getBytes(StandardCharsets.US_ASCII), temporary);
    }

    boolean isSealed() throws IOException {
        try {
            return Files.readString(seal).equals(state());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    boolean isOlderThan(Instant instant) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isBefore(instant);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(seal);
    }

    /** Keeps altered bytes for whoever wants to know, where nobody takes them for the artifact. */
    void moveAside() throws IOException {
        Files.move(file, file.resolveSibling(artifact.hex() + ".altered"), StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(seal);
    }

    private String state() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.size() + " " + attributes.lastModifiedTime().toInstant();
    }
}
