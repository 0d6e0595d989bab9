package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.artifact.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds files that nobody will see once the application runs, because a mount lies over them. */
public final class HiddenFiles {
    /** What only keeps a folder in Git, or keeps its content out of it. */
    private static final Set<String> KEEPERS = Set.of(".gitkeep", ".keep", ".gitignore", ".gitattributes", ".htaccess");

    /** More than these are not counted. */
    private static final int MOST = 1000;

    private HiddenFiles() {}

    /** The hidden files by mount, relative to the root; mounts that hide nothing are left out. */
    public static SortedMap<String, List<String>> below(Path root, Collection<String> mounts) throws IOException {
        SortedMap<String, List<String>> hidden = new TreeMap<>();
        for (String mount : mounts) {
            Path place = root.resolve(mount);
            if (mount.isEmpty() || !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            try (Stream<Path> all = Files.walk(place)) {
                List<String> files = all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                        .filter(file -> !KEEPERS.contains(FileNames.of(file)))
                        .limit(MOST)
                        .map(file -> root.relativize(file).toString())
                        .sorted()
                        .toList();
                if (!files.isEmpty()) {
                    hidden.put(mount, files);
                }
            }
        }
        return hidden;
    }
}
