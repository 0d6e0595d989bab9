package io.jenkins.plugins.slipway.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Enforces a {@link Sandbox} with bubblewrap, where that is installed and works. Containers often forbid the namespaces that it
 * needs, so whether it works is tried once per process, not guessed.
 */
public final class Sandboxes {
    /** What a program needs of a machine: programs, libraries, settings. Everything else stays out of sight. */
    private static final List<String> MACHINE =
            List.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "libexec", "opt", "nix", "gnu", "sys");

    private static final List<String> PROGRAMS =
            List.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "nix", "gnu");

    /** Where the machine's libraries are, for the loader. */
    private static final Path LIBRARIES = Path.of("/etc/ld.so.cache");

    /** What programs look up below directories that are otherwise out of sight: name resolution, certificates, package lists. */
    private static final List<String> LOOKED_UP = List.of(
            "/run/systemd/resolve",
            "/run/NetworkManager/resolv.conf",
            "/run/resolvconf",
            "/run/current-system",
            "/var/lib/ca-certificates",
            "/var/lib/alternatives",
            "/var/lib/dpkg");

    /** Folders of programs that others than the distribution put there, of which some may be closed to everybody. */
    private static final List<Path> MIXED = List.of(Path.of("/opt"), Path.of("/usr/local/etc"));

    /** A variable of Slipway's own process: where it is set, commands run plainly. */
    public static final String SWITCH = "SLIPWAY_NO_SANDBOX";

    private static final Path KERNEL = Path.of("/proc/sys");
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    private Sandboxes() {}

    /** Whether sandboxes are enforced on this machine. */
    public sealed interface Availability {
        /** They are, by the program at that path. */
        record Enforced(Path program) implements Availability {}

        /**
         * They are not: commands run plainly.
         *
         * @param reason a clause for a message, such as {@code bubblewrap (bwrap) is not installed}
         */
        record NotEnforced(String reason) implements Availability {}
    }

    /** Tries once and remembers. */
    public static Availability availability() {
        return Probe.RESULT;
    }

    /**
     * The border of a sandbox. What runs behind it dies with the thread that started it, and all of it when its first process ends.
     *
     * @param bubblewrap the program found by {@link #availability()}
     * @param directory real working directory
     */
    public static SandboxBorder border(Path bubblewrap, Sandbox sandbox, Path directory) {
        SandboxBorder lasting = lastingBorder(bubblewrap, sandbox, directory);
        return lasting.with(List.of("--die-with-parent"));
    }

    /** Like {@link #border}, for a command that lives on when whoever started it is gone. */
    public static SandboxBorder lastingBorder(Path bubblewrap, Sandbox sandbox, Path directory) {
        List<String> options = new ArrayList<>(base());
        if (!sandbox.network()) {
            options.add("--unshare-net");
        }
        for (Path hidden : sandbox.hidden()) {
            if (Files.isDirectory(hidden) && shows(hidden) && hidden.getNameCount() > 1) {
                add(options, "--tmpfs", hidden.toString());
            }
        }
        bind(options, "--ro-bind", sandbox.readOnly());
        bind(options, "--bind", sandbox.writable());
        add(options, "--remount-ro", "/");
        add(options, "--chdir", sandbox.placeOf(directory).toString());
        return new SandboxBorder(bubblewrap, options);
    }

    /**
     * The border of a helper program that works on two directories with all rights that this process has, and must not be led anywhere
     * else by what is in them: it sees the machine's programs and nothing of its settings, devices and processes.
     *
     * @param from read-only, seen at {@code seenFrom}, which is the working directory
     * @param to writable, seen at {@code seenTo}
     */
    public static SandboxBorder programsAnd(Path bubblewrap, Path from, Path seenFrom, Path to, Path seenTo) {
        List<String> options = new ArrayList<>();
        for (String name : PROGRAMS) {
            show(options, name);
        }
        if (Files.isRegularFile(LIBRARIES)) {
            add(options, "--ro-bind", LIBRARIES.toString(), LIBRARIES.toString());
        }
        add(options, "--ro-bind", from.toAbsolutePath().toString(), seenFrom.toString());
        add(options, "--bind", to.toAbsolutePath().toString(), seenTo.toString());
        add(options, "--chdir", seenFrom.toString(), "--die-with-parent");
        return new SandboxBorder(bubblewrap, options);
    }

    private static void show(List<String> argv, String name) {
        Path path = Path.of("/", name);
        if (Files.isSymbolicLink(path)) {
            add(argv, "--symlink", readLink(path), path.toString());
        } else if (Files.isDirectory(path)) {
            add(argv, "--ro-bind", path.toString(), path.toString());
        }
    }

    private static void bind(List<String> argv, String how, Map<Path, Path> given) {
        given.entrySet().stream()
                // A parent must be there before what is mounted inside it.
                .sorted(Comparator.comparingInt((Map.Entry<Path, Path> entry) ->
                                entry.getValue().getNameCount())
                        .thenComparing(Map.Entry::getValue))
                .forEach(entry -> add(
                        argv, how, entry.getKey().toString(), entry.getValue().toString()));
    }

    private static List<String> base() {
        List<String> argv = new ArrayList<>();
        add(argv, "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--cap-drop", "ALL");
        for (String name : MACHINE) {
            show(argv, name);
        }
        add(argv, "--ro-bind", settings().toString(), SystemSettings.MACHINE.toString());
        add(argv, "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", "/var/tmp");
        if (Files.isDirectory(KERNEL)) {
            // Its files belong to root, and so may a command, even one without any right: it could write the kernel's
            // settings.
            add(argv, "--ro-bind", KERNEL.toString(), KERNEL.toString());
        }
        add(argv, "--dir", "/root", "--dir", "/home", "--dir", "/run", "--symlink", "/run", "/var/run");
        for (String path : LOOKED_UP) {
            if (Files.exists(Path.of(path))) {
                add(argv, "--ro-bind", path, path);
                cover(argv, Path.of(path), Sandboxes::isDoor);
            }
        }
        for (Path mixed : MIXED) {
            cover(argv, mixed, Sandboxes::isClosed);
        }
        return argv;
    }

    private static Path settings() {
        try {
            return Probe.SETTINGS.current();
        } catch (IOException e) {
            throw new UncheckedIOException("The settings that sandboxes show cannot be copied", e);
        }
    }

    private static void cover(List<String> argv, Path folder, Predicate<Path> covered) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!covered.test(entry)) {
                    continue;
                }
                if (Files.isDirectory(entry)) {
                    add(argv, "--tmpfs", entry.toString());
                } else {
                    add(argv, "--ro-bind", "/dev/null", entry.toString());
                }
            }
        } catch (IOException e) {
            // Nobody may look into it; a sandbox of this user does not either.
            return;
        }
    }

    /** A socket or pipe to a process outside. */
    private static boolean isDoor(Path path) {
        return !Files.isDirectory(path) && !Files.isRegularFile(path) && Files.exists(path);
    }

    /** Whether other users of the machine may not look into it; but what Slipway itself runs by is shown. */
    private static boolean isClosed(Path path) {
        try {
            return !Files.isSymbolicLink(path)
                    && !JAVA.startsWith(path)
                    && !Files.getPosixFilePermissions(path)
                            .contains(
                                    Files.isDirectory(path)
                                            ? PosixFilePermission.OTHERS_EXECUTE
                                            : PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a sandbox shows the path unless told otherwise: programs and settings, but nobody's files. */
    public static boolean shows(Path path) {
        if (!path.isAbsolute() || path.getNameCount() == 0) {
            return false;
        }
        if (path.startsWith(SystemSettings.MACHINE)) {
            return path.equals(SystemSettings.MACHINE) || SystemSettings.shows(path);
        }
        return MACHINE.contains(path.getName(0).toString());
    }

    /** Whether what a link of the settings leads to is there in a sandbox too, or is nowhere. */
    static boolean follows(Path link) throws IOException {
        Path parent = Objects.requireNonNull(link.getParent());
        // As a path, not as text: a process without a language could not turn every name back into one.
        Path target = parent.resolve(Files.readSymbolicLink(link)).normalize();
        return !Files.exists(target)
                || target.startsWith(parent)
                || shows(target)
                || target.startsWith("/proc")
                || LOOKED_UP.stream().anyMatch(target::startsWith);
    }

    private static String readLink(Path path) {
        try {
            return Files.readSymbolicLink(path).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(List<String> argv, String... more) {
        argv.addAll(List.of(more));
    }

    private static final class Probe {
        static final @Nullable Path PLACE = SystemSettingsFolder.find();
        static final SystemSettingsCopy SETTINGS =
                new SystemSettingsCopy(SystemSettings.MACHINE, PLACE == null ? Path.of("/nonexistent") : PLACE);
        static final Availability RESULT = probe();

        private static Availability probe() {
            if (System.getenv(SWITCH) != null) {
                return new Availability.NotEnforced(SWITCH + " is set");
            }
            Path program = Programs.find("bwrap");
            if (program == null) {
                return new Availability.NotEnforced("bubblewrap (bwrap) is not installed");
            }
            if (PLACE == null) {
                return new Availability.NotEnforced("there is no place for the settings that it would show");
            }
            List<String> options = new ArrayList<>();
            try {
                options.addAll(base());
                add(options, "--remount-ro", "/");
                Process process = ProcessStart.of(List.of("/bin/sh", "-c", "exit 0"), Path.of("/"), Map.of())
                        .behind(new SandboxBorder(program, options))
                        .start(builder -> builder.redirectErrorStream(true));
                String said = firstLine(process);
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return new Availability.NotEnforced("bubblewrap does not answer on this machine");
                }
                return process.exitValue() == 0
                        ? new Availability.Enforced(program)
                        : new Availability.NotEnforced("bubblewrap does not work on this machine (" + said + ")");
            } catch (IOException | UncheckedIOException e) {
                return new Availability.NotEnforced("bubblewrap does not start (" + e.getMessage() + ")");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Availability.NotEnforced("trying bubblewrap was interrupted");
            }
        }

        private static String firstLine(Process process) throws IOException {
            try (Stream<String> lines = process.inputReader().lines()) {
                return lines.findFirst().orElse("exit without a message");
            }
        }
    }
}
