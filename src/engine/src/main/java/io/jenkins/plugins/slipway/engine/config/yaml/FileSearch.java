package io.jenkins.plugins.slipway.engine.config.yaml;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Which files of a project hold configuration where their names are not known beforehand. */
public final class FileSearch {
    /** The folder of Upsun's files. */
    public static final String UPSUN = ".upsun";

    /** The name of a Platform.sh application's file, in whichever folder. */
    public static final String PLATFORMSH_APPLICATION = ".platform.app.yaml";

    private static final Set<String> SKIPPED = Set.of("vendor", "node_modules", ".next", ".git");

    /** Somebody's whole disk is not searched; the largest repositories stay below. */
    private static final int MOST_FILES = 2_000_000;

    private FileSearch() {}

    /** Upsun's files in the order of their names; empty if there is no such folder. */
    static List<String> upsun(Path root) throws IOException {
        if (!Files.isDirectory(root.resolve(UPSUN))) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root.resolve(UPSUN))) {
            return entries.filter(entry -> !Files.isDirectory(entry))
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
                    .sorted()
                    .map(name -> UPSUN + "/" + name)
                    .toList();
        }
    }

    /** The application files of a project, by path; the walk neither follows links nor enters folders of packages. */
    static List<String> platformsh(Path root) throws IOException {
        var found = new ArrayList<String>();
        var visited = new AtomicInteger();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                Path name = folder.getFileName();
                return name != null && SKIPPED.contains(name.toString()) && !folder.equals(root)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (visited.incrementAndGet() > MOST_FILES) {
                    throw new IOException("more than " + MOST_FILES + " files, so this is hardly a project's folder");
                }
                if (file.endsWith(PLATFORMSH_APPLICATION)) {
                    found.add(root.relativize(file).toString().replace('\\', '/'));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // A folder that nobody may enter holds no configuration for us.
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return List.copyOf(found);
    }
}
