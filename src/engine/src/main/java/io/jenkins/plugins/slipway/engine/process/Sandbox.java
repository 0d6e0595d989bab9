package io.jenkins.plugins.slipway.engine.process;

import java.nio.file.Path;
import java.util.Map;

/**
 * The file system and network that a command sees: the machine read-only, without anybody's home and without the hidden paths,
 * a private {@code /tmp}, and the given directories at the given places.
 *
 * @param writable real directory by the place where the command sees it, writable there
 * @param readOnly real directory by the place where the command sees it
 * @param network whether the command may reach the network
 */
public record Sandbox(Map<Path, Path> writable, Map<Path, Path> readOnly, boolean network) {
    public Sandbox {
        writable = Map.copyOf(writable);
        readOnly = Map.copyOf(readOnly);
    }
}
