package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import io.jenkins.plugins.slipway.host.mount.TreeCopy;
import io.jenkins.plugins.slipway.host.mount.Trees;
import io.jenkins.plugins.slipway.host.service.Snapshots;
import io.jenkins.plugins.slipway.host.supervisor.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives a new environment the data of its parent: files and what services hold, of one instant. Most of the files are copied while
 * the parent goes on; then its processes are held still for as long as it takes to copy what has changed meanwhile and to fix what
 * the services show, ten seconds at most. A note on disk stays until a release is live on that data: what a deployment that failed
 * has made of it is thrown away by the next.
 */
final class ParentClone {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final EnvironmentRuntime runtime;
    private final Layout layout;

    ParentClone(EnvironmentRuntime runtime) {
        this.runtime = runtime;
        this.layout = runtime.layout();
    }

    /**
     * Clones if the environment is new and has a parent with data.
     *
     * @return what the parent's services held; null if nothing is cloned
     */
    @Nullable
    Snapshots mounts(@Nullable String parent, PhaseLog log) throws IOException, InterruptedException {
        boolean again = Files.exists(layout.cloning());
        if (parent == null || !again && Files.exists(layout.mounts())) {
            return null;
        }
        EnvironmentRuntime from = runtime.sibling(parent).orElse(null);
        if (from == null
                || from.state().live() == null && !Files.exists(from.layout().mounts())) {
            log.say("environment " + parent + " has no data yet; " + layout.environment() + " begins empty");
            return null;
        }
        if (again && runtime.state().live() == null) {
            Trees.remove(layout.mounts());
            runtime.services().forget();
        }
        PrivateFiles.createDirectories(layout.root());
        PrivateFiles.writeString(layout.cloning(), parent);
        Path files = from.layout().mounts();
        Path partial = layout.mounts().resolveSibling("mounts.partial");
        Trees.remove(partial);
        PrivateFiles.createDirectories(files);
        log.say("cloning the mounts of " + parent);
        PrivateFiles.createDirectories(partial);
        long bytes = 0;
        for (Path root : roots(files)) {
            bytes += TreeCopy.copy(files.resolve(root), made(partial.resolve(root)), null, BackupWork.progress(log));
        }
        Snapshots snapshots = still(from, files, partial, log);
        Files.move(partial, layout.mounts(), StandardCopyOption.ATOMIC_MOVE);
        log.say("cloned the mounts of " + parent + " (" + BackupWork.megabytes(bytes) + ")");
        return snapshots;
    }

    private static Snapshots still(EnvironmentRuntime from, Path files, Path partial, PhaseLog log)
            throws IOException, InterruptedException {
        Layout parent = from.layout();
        long begun = System.nanoTime();
        boolean consistent;
        Snapshots snapshots;
        try (Pause pause =
                Pause.of(tag -> tag.startsWith(parent.tag()) && !tag.startsWith(parent.serviceTag()), LONGEST)) {
            snapshots = from.services().snapshot();
            try {
                refresh(files, partial);
            } catch (IOException | RuntimeException | InterruptedException e) {
                snapshots.close();
                throw e;
            }
            consistent = pause.lasts();
        }
        long millis = (System.nanoTime() - begun) / 1_000_000;
        log.say(
                consistent
                        ? "environment " + parent.environment() + " was paused for " + millis + " ms"
                        : "environment " + parent.environment() + " was paused for " + LONGEST.toSeconds()
                                + " s, which was not enough: files that it wrote after that may be newer than others");
        return snapshots;
    }

    private static void refresh(Path files, Path partial) throws IOException, InterruptedException {
        Set<Path> now = roots(files);
        for (Path root : roots(partial)) {
            if (!now.contains(root)) {
                Trees.remove(partial.resolve(root));
            }
        }
        for (Path root : now) {
            TreeCopy.refresh(files.resolve(root), made(partial.resolve(root)));
        }
    }

    private static Path made(Path directory) throws IOException {
        PrivateFiles.createDirectories(directory);
        return directory;
    }

    /**
     * The folders of single applications and storages, relative. They are copied one by one, so that a link in one application's files
     * cannot lead to another's.
     */
    private static Set<Path> roots(Path files) throws IOException {
        Set<Path> roots = new TreeSet<>();
        for (Path folder : folders(files)) {
            if (!folder.endsWith(Layout.STORAGES)) {
                roots.add(files.relativize(folder));
                continue;
            }
            for (Path storage : folders(folder)) {
                roots.add(files.relativize(storage));
            }
        }
        return roots;
    }

    private static List<Path> folders(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    /** A release is live on the data, or somebody looks at it: it is the environment's own from now on. */
    static void settle(Layout layout) {
        try {
            Files.deleteIfExists(layout.cloning());
        } catch (IOException e) {
            throw new LifecycleFailedException(layout.cloning() + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
