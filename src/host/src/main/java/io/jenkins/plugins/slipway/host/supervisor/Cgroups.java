package io.jenkins.plugins.slipway.host.supervisor;

import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Limits of memory and processes, by the kernel's control groups, where the daemon may make some: as root, or below a unit with
 * {@code Delegate=yes}. A process enters its group before it becomes what it is to be.
 */
public final class Cgroups {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final String PREFIX = "slipway-";
    private static final Place PLACE = find();

    private Cgroups() {}

    /**
     * Where groups can be made.
     *
     * @param parents by controller, {@code memory} and {@code pids}; the same twice in the second version of control groups
     */
    private record Place(Map<String, Path> parents, String reason) {}

    /** Why limits are not enforced, a clause for a message; empty if they are. */
    public static Optional<String> reason() {
        return PLACE.reason().isEmpty() ? Optional.empty() : Optional.of(PLACE.reason());
    }

    /**
     * The groups that a command has to enter so that it and all that it starts keep within limits; none where there are no limits or
     * they cannot be enforced.
     *
     * @param name unique among the groups of the machine
     */
    public static List<Path> of(String name, @Nullable Limits limits) {
        if (limits == null || !PLACE.reason().isEmpty()) {
            return List.of();
        }
        Set<Path> groups = new LinkedHashSet<>();
        try {
            if (limits.memory() != null) {
                Path group = group("memory", name);
                set(group, "memory.max", "memory.limit_in_bytes", Long.toString(limits.memory()));
                groups.add(group);
            }
            if (limits.processes() != null) {
                Path group = group("pids", name);
                set(group, "pids.max", "pids.max", Integer.toString(limits.processes()));
                groups.add(group);
            }
        } catch (IOException e) {
            System.err.println("limits of " + name + " are not enforced: " + e);
            return List.of();
        }
        return List.copyOf(groups);
    }

    /** Removes groups that nobody is in any more. One that has just been made waits for its process. */
    public static void sweep() {
        for (Path parent : List.copyOf(PLACE.parents().values())) {
            try (var groups = Files.newDirectoryStream(parent, PREFIX + "*")) {
                for (Path group : groups) {
                    boolean settled = Files.getLastModifiedTime(group)
                            .toInstant()
                            .isBefore(java.time.Instant.now().minusSeconds(60));
                    if (settled
                            && Files.readString(group.resolve("cgroup.procs")).isBlank()) {
                        Files.delete(group);
                    }
                }
            } catch (IOException e) {
                // Somebody has just entered it, or it went by itself.
                continue;
            }
        }
    }

    private static Path group(String controller, String name) throws IOException {
        Path parent = PLACE.parents().get(controller);
        if (parent == null) {
            throw new IOException("no controller " + controller);
        }
        return Files.createDirectories(parent.resolve(PREFIX + name));
    }

    private static void set(Path group, String second, String first, String value) throws IOException {
        Path file = group.resolve(second);
        Files.writeString(Files.exists(file) ? file : group.resolve(first), value);
    }

    private static Place find() {
        Map<String, String> own = own();
        Map<String, Path> parents = new TreeMap<>();
        for (String controller : List.of("memory", "pids")) {
            String path = own.get(controller);
            Path parent = path == null ? null : Path.of(ROOT + "/" + controller + path);
            if (parent != null && usable(parent, controller.equals("memory") ? "memory.limit_in_bytes" : "pids.max")) {
                parents.put(controller, parent);
            }
        }
        if (parents.size() == 2) {
            return new Place(parents, "");
        }
        String unified = own.get("");
        if (unified != null && Files.exists(ROOT.resolve("cgroup.controllers"))) {
            Path here = Path.of(ROOT + unified);
            for (Path parent : List.of(here.resolveSibling("."), here)) {
                Path candidate = parent.normalize();
                if (candidate.startsWith(ROOT) && usable(candidate, "memory.max") && usable(candidate, "pids.max")) {
                    return new Place(Map.of("memory", candidate, "pids", candidate), "");
                }
            }
        }
        return new Place(
                Map.of(),
                "this process may not make control groups (run the host as root, or in a unit with Delegate=yes)");
    }

    /** Whether a group made there would have the file. */
    private static boolean usable(Path parent, String file) {
        Path trial = parent.resolve(PREFIX + "trial-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(trial);
            boolean there = Files.isWritable(trial.resolve(file));
            Files.delete(trial);
            return there;
        } catch (IOException e) {
            return false;
        }
    }

    /** Path of the own group by controller; the second version's under the empty name. */
    private static Map<String, String> own() {
        Map<String, String> result = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
                String[] fields = line.split(":", 3);
                for (String controller : fields[1].split(",")) {
                    result.put(controller, fields[2]);
                }
            }
            return result;
        } catch (IOException e) {
            return result;
        }
    }
}
