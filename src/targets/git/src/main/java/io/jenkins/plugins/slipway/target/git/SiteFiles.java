package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore;
import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.artifact.FileNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The files of a site as they are to be, compared with those that it has. The artifact is read twice: to name each file as Git does,
 * and to carry over those that the branch does not have. So little is kept in memory, and nothing is laid down.
 */
final class SiteFiles {
    private static final String PLAIN = "100644";
    private static final String EXECUTABLE = "100755";
    private static final String LINK = "120000";

    private final ArtifactStore artifacts;
    private final Digest artifact;
    private final String folder;
    private final int nameLength;
    private final Map<String, Entry> before;
    private final Map<String, Entry> wanted = new HashMap<>();
    private final Map<String, byte[]> own = new HashMap<>();

    /** @param name of the object */
    record Entry(String mode, String name) {}

    /**
     * @param folder of the artifact that is the site
     * @param listing of the files that the branch has, as {@code git ls-tree -r -z} prints it
     */
    SiteFiles(ArtifactStore artifacts, Digest artifact, String folder, byte[] listing, int nameLength) {
        this.artifacts = artifacts;
        this.artifact = artifact;
        this.folder = folder.isEmpty() ? "" : FileNames.name(folder.getBytes(StandardCharsets.UTF_8)) + "/";
        this.nameLength = nameLength;
        this.before = parse(listing);
    }

    private static Map<String, Entry> parse(byte[] listing) {
        Map<String, Entry> files = new HashMap<>();
        for (String line : FileNames.name(listing).split("\0")) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                String[] words = line.substring(0, tab).split(" ");
                files.put(line.substring(tab + 1), new Entry(words[0], words[2]));
            }
        }
        return files;
    }

    /** Reads the artifact, and adds what is put beside it. */
    SiteFiles with(Site.Files beside, Map<String, byte[]> more) throws IOException {
        read((path, mode, size, content) ->
                wanted.put(path, new Entry(mode, ObjectName.ofBlob(content, size, nameLength))));
        if (wanted.isEmpty()) {
            throw new LifecycleFailedException(
                    folder.isEmpty()
                            ? "the artifact has no file, and no empty site is published"
                            : "the artifact has no file in its folder ‘" + FileNames.display(folder)
                                    + "’, and no empty site is published. ‘folder’ says which one is");
        }
        String cname = beside.cname();
        if (cname != null) {
            put("CNAME", (cname + "\n").getBytes(StandardCharsets.UTF_8));
        } else {
            keep("CNAME");
        }
        Boolean nojekyll = beside.nojekyll();
        if (nojekyll == null) {
            keep(".nojekyll");
        } else if (nojekyll) {
            put(".nojekyll", new byte[0]);
        } else {
            wanted.remove(".nojekyll");
        }
        Injection injection = beside.injection();
        if (injection != null) {
            put(injection.file(), injection.content());
        }
        more.forEach(this::put);
        return this;
    }

    /** What the branch has and the build does not say anything about. */
    private void keep(String path) {
        Entry there = before.get(path);
        if (there != null) {
            wanted.putIfAbsent(path, there);
        }
    }

    private void put(String path, byte[] content) {
        wanted.keySet().removeIf(other -> other.startsWith(path + "/") || path.startsWith(other + "/"));
        wanted.put(path, new Entry(PLAIN, ObjectName.ofBlob(content, nameLength)));
        own.put(path, content);
    }

    int size() {
        return wanted.size();
    }

    /** How many files are new, changed or gone. */
    int changes() {
        long kept = wanted.entrySet().stream()
                .filter(file -> file.getValue().equals(before.get(file.getKey())))
                .count();
        return (int) (wanted.size()
                - kept
                + before.keySet().stream()
                        .filter(path -> !wanted.containsKey(path))
                        .count());
    }

    /** The changes as {@code git fast-import} reads them. */
    void write(OutputStream out) throws IOException {
        for (String path : before.keySet()) {
            if (!wanted.containsKey(path)) {
                line(out, "D " + quoted(path));
            }
        }
        Set<String> written = new HashSet<>();
        for (Map.Entry<String, byte[]> file : own.entrySet()) {
            written.add(file.getKey());
            if (isNew(file.getKey())) {
                byte[] content = file.getValue();
                content(out, file.getKey(), PLAIN, content.length, new ByteArrayInputStream(content));
            }
        }
        read((path, mode, size, content) -> {
            if (!written.contains(path) && wanted.containsKey(path) && isNew(path)) {
                content(out, path, mode, size, content);
            }
        });
    }

    private boolean isNew(String path) {
        Entry entry = wanted.get(path);
        return entry != null && !entry.equals(before.get(path));
    }

    private static void content(OutputStream out, String path, String mode, long size, InputStream content)
            throws IOException {
        line(out, "M " + mode + " inline " + quoted(path));
        line(out, "data " + size);
        content.transferTo(out);
        line(out, "");
    }

    static void line(OutputStream out, String text) throws IOException {
        out.write(FileNames.bytes(text + "\n"));
    }

    private static String quoted(String path) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : path.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c == 127) {
                text.append(String.format(Locale.ROOT, "\\%03o", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }

    @FunctionalInterface
    private interface FileVisitor {
        void file(String path, String mode, long size, InputStream content) throws IOException;
    }

    private void read(FileVisitor visitor) throws IOException {
        artifacts.read(artifact, new ArtifactStore.EntryVisitor() {
            @Override
            public void directory(String name) {
                // Git has none.
            }

            @Override
            public void link(String name, String target) throws IOException {
                byte[] bytes = FileNames.bytes(target);
                if (name.startsWith(folder)) {
                    visitor.file(path(name), LINK, bytes.length, new ByteArrayInputStream(bytes));
                }
            }

            @Override
            public void file(String name, boolean executable, long size, InputStream content) throws IOException {
                if (name.startsWith(folder)) {
                    visitor.file(path(name), executable ? EXECUTABLE : PLAIN, size, content);
                }
            }
        });
    }

    private String path(String name) {
        String path = name.substring(folder.length());
        for (String part : path.split("/")) {
            if (part.equalsIgnoreCase(".git")) {
                throw new LifecycleFailedException("the artifact holds ‘" + FileNames.display(name)
                        + "’, and no repository can hold a file of that name. Leave it out of the build");
            }
        }
        return path;
    }
}
