package io.jenkins.plugins.slipway.engine.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file system and network that a command sees: the machine's programs and settings read-only, without anybody's home, without
 * {@code /var} and {@code /run}, without the hidden paths, a private {@code /tmp}, and the given directories at the given places.
 *
 * @param writable place where the command sees a directory, by the real directory; writable there
 * @param readOnly place where the command sees a directory or file, by the real one
 * @param hidden real directories whose content the command must not see, wherever they are
 * @param network whether the command may reach the network
 */
public record Sandbox(Map<Path, Path> writable, Map<Path, Path> readOnly, Set<Path> hidden, boolean network) {
    public Sandbox {
        writable = Map.copyOf(writable);
        readOnly = Map.copyOf(readOnly);
        hidden = Set.copyOf(hidden);
    }

    /** The place where the command sees a real path; the path itself where it is not under a given directory. */
    public Path placeOf(Path real) {
        @Nullable Path best = null;
        Path place = real;
        for (Map<Path, Path> given : List.of(readOnly, writable)) {
            for (Map.Entry<Path, Path> entry : given.entrySet()) {
                Path from = entry.getKey();
                if (real.startsWith(from) && (best == null || from.getNameCount() > best.getNameCount())) {
                    best = from;
                    place = entry.getValue().resolve(from.relativize(real).toString());
                }
            }
        }
        return place;
    }
}
