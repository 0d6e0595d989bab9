package io.jenkins.plugins.slipway.host.router.files;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what the paths of a release lead to: it does not change. What lies in mounts does, and is not remembered; nor is what leads
 * nowhere or is forbidden, as clients can make up any number of such paths. Paths that are the application's have a small share of
 * their own, so that made-up ones displace no file.
 */
public final class FileCache {
    static final long MOST_FILE_BYTES = 2 << 20;
    static final long MOST_PASS_BYTES = 128 << 10;

    private final StaticFiles files;
    private final WeightedCache<StaticFiles.Found.File> known = new WeightedCache<>(MOST_FILE_BYTES);
    private final WeightedCache<StaticFiles.Found.Pass> passes = new WeightedCache<>(MOST_PASS_BYTES);

    public FileCache(StaticFiles files) {
        this.files = files;
    }

    /** What is known without a look at the disk, or null. */
    public StaticFiles.@Nullable Found known(String path, boolean reads) {
        if (!reads) {
            return files.find(path, false);
        }
        StaticFiles.Found.File file = known.get(path);
        return file == null ? passes.get(path) : file;
    }

    /** Looks at the disk. */
    public StaticFiles.Found look(String path) {
        StaticFiles.Found found = files.find(path, true);
        if (found instanceof StaticFiles.Found.File file && files.stays(path, found)) {
            known.put(path, file, 2L * file.path().toString().length());
        } else if (found instanceof StaticFiles.Found.Pass pass && files.stays(path, found)) {
            passes.put(path, pass, pass.uri() == null ? 0 : 2L * pass.uri().length());
        }
        return found;
    }

    /** What is remembered, in bytes. */
    long bytes() {
        return known.bytes() + passes.bytes();
    }
}
