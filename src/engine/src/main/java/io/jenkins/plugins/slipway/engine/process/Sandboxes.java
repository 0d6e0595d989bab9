package io.jenkins.plugins.slipway.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Enforces a {@link Sandbox} with bubblewrap, where that is installed and works. Containers often forbid the namespaces that it
 * needs, so whether it works is tried once per process, not guessed.
 */
public final class Sandboxes {
    /** What a program needs of a machine: programs, libraries, settings. Everything else stays out of sight. */
    private static final List<String> MACHINE = List.of(
            "usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "libexec", "etc", "opt", "nix", "gnu", "sys");

    /** What programs look up below directories that are otherwise out of sight: name resolution, certificates, package lists. */
    private static final List<String> LOOKED_UP = List.of(
            "/run/systemd/resolve",
            "/run/NetworkManager/resolv.conf",
            "/run/resolvconf",
            "/run/current-system",
            "/var/lib/ca-certificates",
            "/var/lib/alternatives",
            "/var/lib/dpkg");

    /** Secrets of a machine's settings that root could read. */
    private static final List<String> SECRET_FILES =
            List.of("/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/sudoers", "/etc/krb5.keytab");

    private static final List<String> SECRET_DIRECTORIES = List.of(
            "/etc/ssh",
            "/etc/ssl/private",
            "/etc/pki/tls/private",
            "/etc/kubernetes",
            "/etc/docker",
            "/etc/letsencrypt",
            "/etc/NetworkManager/system-connections",
            "/etc/sudoers.d",
            "/etc/wireguard");

    /** A variable of Slipway's own process: where it is set, commands run plainly. */
    public static final String SWITCH = "SLIPWAY_NO_SANDBOX";

    private static final Path KERNEL = Path.of("/proc/sys");

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
     * The arguments to put before a command's own so that it runs in the sandbox. Its processes die with the thread that
     * started them, and all of them when its first process ends.
     *
     * @param bubblewrap the program found by {@link #availability()}
     * @param directory real working directory
     */
    public static List<String> prefix(Path bubblewrap, Sandbox sandbox, Path directory) {
        List<String> argv = new ArrayList<>(base(bubblewrap));
        if (!sandbox.network()) {
            argv.add("--unshare-net");
        }
        for (Path hidden : sandbox.hidden()) {
            if (Files.isDirectory(hidden) && shows(hidden) && hidden.getNameCount() > 1) {
                add(argv, "--tmpfs", hidden.toString());
            }
        }
        bind(argv, "--ro-bind", sandbox.readOnly());
        bind(argv, "--bind", sandbox.writable());
        add(argv, "--remount-ro", "/");
        add(argv, "--chdir", sandbox.placeOf(directory).toString());
        argv.add("--");
        return argv;
    }

    /** Like {@link #prefix}, for a command that lives on when whoever started it is gone. */
    public static List<String> lastingPrefix(Path bubblewrap, Sandbox sandbox, Path directory) {
        List<String> argv = prefix(bubblewrap, sandbox, directory);
        argv.remove("--die-with-parent");
        return argv;
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

    private static List<String> base(Path bubblewrap) {
        List<String> argv = new ArrayList<>();
        add(argv, bubblewrap.toString(), "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts");
        add(argv, "--cap-drop", "ALL");
        for (String name : MACHINE) {
            Path path = Path.of("/", name);
            if (Files.isSymbolicLink(path)) {
                add(argv, "--symlink", readLink(path), path.toString());
            } else if (Files.isDirectory(path)) {
                add(argv, "--ro-bind", path.toString(), path.toString());
            }
        }
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
            }
        }
        for (String path : SECRET_FILES) {
            if (Files.exists(Path.of(path))) {
                add(argv, "--ro-bind", "/dev/null", path);
            }
        }
        for (String path : SECRET_DIRECTORIES) {
            if (Files.isDirectory(Path.of(path))) {
                add(argv, "--tmpfs", path);
            }
        }
        return argv;
    }

    /** Whether a sandbox shows the path unless told otherwise: programs and settings, but nobody's files. */
    public static boolean shows(Path path) {
        return path.isAbsolute()
                && path.getNameCount() > 0
                && MACHINE.contains(path.getName(0).toString());
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
        static final Availability RESULT = probe();

        private static Availability probe() {
            if (System.getenv(SWITCH) != null) {
                return new Availability.NotEnforced(SWITCH + " is set");
            }
            Path program = Programs.find("bwrap");
            if (program == null) {
                return new Availability.NotEnforced("bubblewrap (bwrap) is not installed");
            }
            List<String> argv = new ArrayList<>(base(program));
            add(argv, "--remount-ro", "/", "--", "/bin/sh", "-c", "exit 0");
            try {
                Process process = new ProcessBuilder(argv)
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
                String said = firstLine(process);
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return new Availability.NotEnforced("bubblewrap does not answer on this machine");
                }
                return process.exitValue() == 0
                        ? new Availability.Enforced(program)
                        : new Availability.NotEnforced("bubblewrap does not work on this machine (" + said + ")");
            } catch (IOException e) {
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
