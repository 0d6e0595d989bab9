package io.jenkins.plugins.slipway.host.router;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers what the paths of a release lead to: it does not change. What lies in mounts does, and is not remembered. */
final class FileCache {
    private static final int MOST = 20_000;

    private final StaticFiles files;
    private final Map<String, StaticFiles.Found> known = new ConcurrentHashMap<>();

    FileCache(StaticFiles files) {
        this.files = files;
    }

    /** What is known without a look at the disk, or null. */
    StaticFiles.@Nullable Found known(String path, boolean reads) {
        return reads ? known.get(path) : files.find(path, false);
    }

    /** Looks at the disk. */
    StaticFiles.Found look(String path) {
        StaticFiles.Found found = files.find(path, true);
        if (files.stays(path, found) && known.size() < MOST) {
            known.put(path, found);
        }
        return found;
    }
}
