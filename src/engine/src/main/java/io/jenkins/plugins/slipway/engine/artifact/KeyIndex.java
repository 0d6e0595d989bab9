package io.jenkins.plugins.slipway.engine.artifact;

import com.github.luben.zstd.Zstd;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.artifact.Manifest.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Which build key led to which artifact, from what sources, and which build of an application was the newest. */
final class KeyIndex {
    private static final String STATEMENT = ".json";
    private static final String RELEASE = ".release";
    private static final String SOURCES = ".sources.zst";

    /** More than any repository's list of files; keeps a damaged length from taking the memory. */
    private static final int LARGEST_LIST = 1 << 30;

    private final Path keys;
    private final Path newest;
    private final Path temporary;

    KeyIndex(Path root, Path temporary) {
        this.keys = root.resolve("keys");
        this.newest = root.resolve("newest");
        this.temporary = temporary;
    }

    Optional<Manifest> find(Digest key) throws IOException {
        try {
            return Statement.read(Files.readAllBytes(file(key, STATEMENT)))
                    .filter(manifest -> manifest.draft().key().equals(key));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    Optional<Manifest> newest(String project, String application) throws IOException {
        String key;
        try {
            key = Files.readString(newestFile(project, application)).trim();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.of(key).filter(text -> text.matches("[0-9a-f]{64}")).isEmpty()
                ? Optional.empty()
                : find(new Digest("sha256:" + key));
    }

    List<SourceFile> sources(Digest key) throws IOException {
        byte[] compressed;
        try {
            compressed = Files.readAllBytes(file(key, SOURCES));
        } catch (NoSuchFileException e) {
            return List.of();
        }
        long size = Zstd.getFrameContentSize(compressed);
        if (size < 0 || size > LARGEST_LIST) {
            return List.of();
        }
        byte[] list = new byte[(int) size];
        if (Zstd.isError(Zstd.decompress(list, compressed))) {
            return List.of();
        }
        return parse(new String(list, StandardCharsets.ISO_8859_1));
    }

    /** The statement comes last: what it promises is there. */
    void put(Manifest manifest, List<SourceFile> sources) throws IOException {
        Digest key = manifest.draft().key();
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (SourceFile source : sources) {
            list.writeBytes((source.id() + " " + source.path() + "\0").getBytes(StandardCharsets.ISO_8859_1));
        }
        Durable.write(file(key, SOURCES), Zstd.compress(list.toByteArray(), Freezer.LEVEL), temporary);
        Durable.write(file(key, STATEMENT), Statement.write(manifest), temporary);
        Durable.write(
                newestFile(manifest.draft().project(), manifest.draft().application()),
                key.hex().getBytes(StandardCharsets.US_ASCII),
                temporary);
    }

    /** Read with every build in which nothing changed, so it is one short file and not a question to the records. */
    OptionalInt release(Digest key) throws IOException {
        try {
            String number = Files.readString(file(key, RELEASE)).strip();
            return number.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
        } catch (NoSuchFileException e) {
            return OptionalInt.empty();
        }
    }

    void noteRelease(Digest key, int release) throws IOException {
        OptionalInt known = release(key);
        // A lower number than before comes from new records: those that the note was made for are gone.
        if (known.isEmpty() || release < known.getAsInt()) {
            Durable.write(file(key, RELEASE), Integer.toString(release).getBytes(StandardCharsets.US_ASCII), temporary);
        }
    }

    /**
     * Notes that the key was of use just now, so that its artifact is not taken for an old one.
     *
     * @return whether it is still there; if not, whoever wanted it builds again
     */
    boolean touch(Digest key) throws IOException {
        try {
            Files.setLastModifiedTime(file(key, STATEMENT), FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** A key that is kept, and when it was last of use. */
    record Use(Manifest manifest, Instant at) {}

    List<Use> all() throws IOException {
        if (!Files.isDirectory(keys)) {
            return List.of();
        }
        List<Use> uses = new ArrayList<>();
        try (Stream<Path> files =
                Files.find(keys, 2, (path, attributes) -> path.toString().endsWith(STATEMENT))) {
            for (Path file : files.toList()) {
                Optional<Manifest> manifest = Statement.read(Files.readAllBytes(file));
                if (manifest.isPresent()) {
                    uses.add(new Use(
                            manifest.get(), Files.getLastModifiedTime(file).toInstant()));
                }
            }
        }
        return uses;
    }

    void remove(Digest key) throws IOException {
        Files.deleteIfExists(file(key, STATEMENT));
        Files.deleteIfExists(file(key, SOURCES));
        Files.deleteIfExists(file(key, RELEASE));
    }

    private static List<SourceFile> parse(String list) {
        List<SourceFile> sources = new ArrayList<>();
        int start = 0;
        for (int end = list.indexOf('\0'); end >= 0; end = list.indexOf('\0', start)) {
            int space = list.indexOf(' ', start);
            if (space > start && space < end) {
                sources.add(new SourceFile(list.substring(space + 1, end), list.substring(start, space)));
            }
            start = end + 1;
        }
        return sources;
    }

    private Path newestFile(String project, String application) {
        return newest.resolve(Names.requirePlain("project", project))
                .resolve(Names.requirePlain("application", application));
    }

    private Path file(Digest key, String kind) {
        return keys.resolve(key.hex().substring(0, 2)).resolve(key.hex() + kind);
    }
}
