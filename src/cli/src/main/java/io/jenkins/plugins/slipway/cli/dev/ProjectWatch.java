package io.jenkins.plugins.slipway.cli.dev;

import io.jenkins.plugins.slipway.engine.build.source.BuildInputs;
import io.jenkins.plugins.slipway.engine.build.source.OwnOutput;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Tells which files of a project change. What builds and tools write by themselves does not count. */
final class ProjectWatch implements AutoCloseable {
    /** Changes come in bursts: an editor saves several files, a checkout hundreds. What is late overtakes what was early. */
    private static final long QUIET_MILLIS = 15;

    /** A build that writes all the time must not put the deployment off for ever. */
    private static final long LONGEST_MILLIS = 1_000;

    /** What tools make beside sources, and often large. Where there is Git, it says whether such a folder is a source after all. */
    private static final Set<String> MADE =
            Set.of("node_modules", "target", "build", "dist", ".idea", ".vscode", ".gradle");

    private final Path root;
    private final Path home;
    private final BuildInputs inputs;
    private final Set<Path> own;
    private final WatchService service;
    private final Map<WatchKey, Path> folders = new HashMap<>();

    /** @param home Slipway's own, which may lie in the project */
    ProjectWatch(Path root, Path home, BuildInputs inputs) throws IOException {
        this.root = root.toRealPath();
        this.home =
                Files.exists(home) ? home.toRealPath() : home.toAbsolutePath().normalize();
        this.inputs = inputs;
        this.own = OwnOutput.files();
        this.service = root.getFileSystem().newWatchService();
        register(this.root);
    }

    /**
     * Waits for changes.
     *
     * @return what changed, relative to the project; empty if nothing did within the time
     */
    Set<Path> changes(long millis) throws InterruptedException, IOException {
        Set<Path> changed = new TreeSet<>();
        WatchKey key = service.poll(millis, TimeUnit.MILLISECONDS);
        long first = System.nanoTime();
        while (key != null) {
            take(key, changed);
            boolean tooLong = System.nanoTime() - first > TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
            key = tooLong ? null : service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
        return changed;
    }

    private void take(WatchKey key, Set<Path> changed) throws IOException {
        Path folder = folders.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
            if (folder == null) {
                continue;
            }
            if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
                changed.add(root.relativize(folder));
                continue;
            }
            Path file = folder.resolve((Path) event.context());
            if (ignored(file)) {
                continue;
            }
            if (Files.isDirectory(file)) {
                if (isMade(file)) {
                    continue;
                }
                if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE) {
                    register(file);
                }
            }
            changed.add(root.relativize(file));
        }
        if (!key.reset()) {
            folders.remove(key);
        }
    }

    private boolean ignored(Path file) {
        Path relative = root.relativize(file);
        String name = file.getFileName().toString();
        return name.equals(".git")
                || relative.startsWith(".slipway/out")
                || file.startsWith(home)
                || own.contains(file)
                || name.endsWith("~")
                || name.endsWith(".swp")
                || name.equals("4913");
    }

    private boolean isMade(Path folder) throws IOException {
        return MADE.contains(folder.getFileName().toString())
                && (!inputs.knowsGit()
                        || inputs.notIgnored(Set.of(root.relativize(folder))).isEmpty());
    }

    private void register(Path start) throws IOException {
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(root) && (ignored(folder) || isMade(folder))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                folders.put(
                        folder.register(
                                service,
                                StandardWatchEventKinds.ENTRY_CREATE,
                                StandardWatchEventKinds.ENTRY_MODIFY,
                                StandardWatchEventKinds.ENTRY_DELETE),
                        folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                // It went away meanwhile, which is a change of its own.
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
