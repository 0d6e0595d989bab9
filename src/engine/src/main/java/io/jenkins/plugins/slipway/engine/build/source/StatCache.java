package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.artifact.FileNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the digest of each file with its size, times and place on the disk, and reads a file again only if one of these
 * differs. A file that was written within the last seconds before it was read is read again each time, because its clock may
 * not tell the next change.
 */
final class StatCache {
    private static final Duration RACY = Duration.ofSeconds(2);
    private static final int OWNER_EXECUTES = 0100;

    private final @Nullable Path file;
    private final Map<String, String> before = new HashMap<>();
    private final StringBuilder after = new StringBuilder();

    private StatCache(@Nullable Path file) {
        this.file = file;
    }

    static StatCache none() {
        return new StatCache(null);
    }

    /** The cache kept in that file; empty if there is none or it cannot be understood. */
    static StatCache in(Path file) throws IOException {
        StatCache cache = new StatCache(file);
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (String record : text.split("\0")) {
                int tab = record.indexOf('\t');
                int end = record.indexOf('\t', tab + 1);
                if (tab > 0 && end > tab) {
                    cache.before.put(
                            record.substring(end + 1) + '\0' + record.substring(0, tab),
                            record.substring(tab + 1, end));
                }
            }
        } catch (NoSuchFileException e) {
            // The first time.
        }
        return cache;
    }

    /** What a name in a directory stands for. */
    record Content(String mode, String id) {}

    /** The content of a file or link; null for what is neither, such as a socket. */
    @Nullable
    Content content(Path path) throws IOException {
        Stat stat = Stat.of(path);
        if (stat.link()) {
            byte[] target = FileNames.bytes(FileNames.ofLink(Files.readSymbolicLink(path)));
            return new Content(TreeIds.LINK, TreeIds.blob(target, TreeIds.sha1()));
        }
        if (!stat.file()) {
            return null;
        }
        Instant began = Instant.now();
        String id = before.get(path + "\0" + stat.key());
        if (id == null) {
            id = digest(path, stat.size());
        }
        if (stat.changed().isBefore(began.minus(RACY))) {
            after.append(stat.key())
                    .append('\t')
                    .append(id)
                    .append('\t')
                    .append(path)
                    .append('\0');
        }
        return new Content(stat.executable() ? TreeIds.EXECUTABLE : TreeIds.FILE, id);
    }

    /**
     * What the file system says of a file.
     *
     * @param changed when content or mode last changed, which no user can set back
     */
    private record Stat(
            boolean file, boolean link, boolean executable, long size, Instant modified, Instant changed, long inode) {
        static Stat of(Path path) throws IOException {
            Map<String, Object> all = Files.readAttributes(
                    path,
                    "unix:size,lastModifiedTime,ctime,ino,mode,isRegularFile,isSymbolicLink",
                    LinkOption.NOFOLLOW_LINKS);
            return new Stat(
                    get(all, "isRegularFile", Boolean.class),
                    get(all, "isSymbolicLink", Boolean.class),
                    (get(all, "mode", Integer.class) & OWNER_EXECUTES) != 0,
                    get(all, "size", Long.class),
                    get(all, "lastModifiedTime", FileTime.class).toInstant(),
                    get(all, "ctime", FileTime.class).toInstant(),
                    get(all, "ino", Long.class));
        }

        private static <T> T get(Map<String, Object> all, String name, Class<T> type) {
            return type.cast(Objects.requireNonNull(all.get(name), name));
        }

        String key() {
            return size + " " + modified + " " + changed + " " + inode;
        }
    }

    private static String digest(Path path, long size) throws IOException {
        MessageDigest digest = TreeIds.sha1();
        digest.update(TreeIds.blobHeader(size));
        byte[] buffer = new byte[64 << 10];
        try (InputStream content = Files.newInputStream(path)) {
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Keeps what was learned. A cache that cannot be written is no failure. */
    void save() {
        if (file == null) {
            return;
        }
        try {
            PrivateFiles.replace(file, after.toString().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // The next build reads all files again.
        }
    }
}
