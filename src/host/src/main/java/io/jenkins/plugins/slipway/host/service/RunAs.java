package io.jenkins.plugins.slipway.host.service;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.process.ProcessStart;
import io.jenkins.plugins.slipway.engine.process.Programs;
import io.jenkins.plugins.slipway.engine.process.Sandbox;
import io.jenkins.plugins.slipway.engine.process.SandboxBorder;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import io.jenkins.plugins.slipway.host.home.HomeGuard;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts before a server's command what takes it out of the daemon's sight and rights. PostgreSQL refuses to run as root: in a
 * sandbox, or a user namespace, it sees itself as another user while its files stay the daemon's. Where neither works, root
 * hands the service's folder to that user.
 */
final class RunAs {
    private static final Path PASSWD = Path.of("/etc/passwd");

    private final Availability sandboxes;

    RunAs(Availability sandboxes) {
        this.sandboxes = sandboxes;
    }

    /**
     * The command of a process of the service.
     *
     * @param argv with what gives up rights before it, where no sandbox does
     * @param border of its sandbox, behind which it lives on when the daemon is gone; null for none
     */
    record Guarded(List<String> argv, @Nullable SandboxBorder border) {}

    /** @throws LifecycleFailedException if it would have to run as root */
    Guarded guard(ServiceFolder folder, Software software, List<String> command) {
        if (sandboxes instanceof Availability.Enforced enforced) {
            return new Guarded(command, border(enforced.program(), folder, software));
        }
        List<String> result = new ArrayList<>(prefix(folder, software));
        result.addAll(command);
        return new Guarded(result, null);
    }

    private static List<String> prefix(ServiceFolder folder, Software software) {
        if (!root()) {
            return List.of();
        }
        User user = user();
        List<String> namespace = List.of(
                Programs.path("unshare"), "--user", "--map-user=" + user.id(), "--map-group=" + user.group(), "--");
        if (works(namespace)) {
            return namespace;
        }
        return asOther(folder, software, user);
    }

    private static SandboxBorder border(Path bubblewrap, ServiceFolder folder, Software software) {
        User user = user();
        Map<Path, Path> readOnly = new LinkedHashMap<>();
        Path home = software.directory().getParent();
        if (home != null && !Sandboxes.shows(home)) {
            readOnly.put(home, home);
        }
        Sandbox sandbox = new Sandbox(Map.of(folder.root(), folder.root()), readOnly, Set.of(), true);
        return Sandboxes.lastingBorder(bubblewrap, sandbox, folder.root())
                .with(List.of("--unshare-user", "--uid", user.id(), "--gid", user.group()));
    }

    private static List<String> asOther(ServiceFolder folder, Software software, User user) {
        try {
            HomeGuard.letThrough(folder.root().toAbsolutePath().getParent(), Integer.parseInt(user.group()));
        } catch (IOException e) {
            throw new LifecycleFailedException(
                    "user ‘" + user.name() + "’ cannot be given access to " + folder.root() + ": " + e.getMessage(), e);
        }
        for (Path path = folder.root().getParent(); path != null; path = path.getParent()) {
            if (!others(path, user)) {
                throw new LifecycleFailedException(software.name() + " does not run as root, and user ‘" + user.name()
                        + "’ cannot enter " + path + ", where its data is to be. Install bubblewrap (apt-get install"
                        + " bubblewrap), or run the host as another user");
            }
        }
        try {
            give(folder.root(), user);
        } catch (IOException e) {
            throw new LifecycleFailedException(
                    folder.root() + " cannot be given to user ‘" + user.name() + "’: " + e.getMessage(), e);
        }
        return List.of(
                Programs.path("setpriv"), "--reuid=" + user.id(), "--regid=" + user.group(), "--clear-groups", "--");
    }

    /** By the system's own program, which goes from directory to directory and through no link, whatever the user does meanwhile. */
    private static void give(Path folder, User user) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Programs.path("chown"),
                        "-R",
                        "-P",
                        "-h",
                        "--",
                        user.id(),
                        folder.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectInput(new java.io.File("/dev/null"));
        Programs.alone(builder);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("it was interrupted");
        }
    }

    private static boolean others(Path path, User user) {
        try {
            if (Integer.valueOf(user.group()).equals(Files.getAttribute(path, "unix:gid"))) {
                return Files.getPosixFilePermissions(path).contains(PosixFilePermission.GROUP_EXECUTE);
            }
            return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean works(List<String> prefix) {
        List<String> argv = new ArrayList<>(prefix);
        argv.add(Programs.path("true"));
        try {
            Process process = ProcessStart.of(argv, Path.of("/"), Map.of())
                    .start(builder ->
                            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD));
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static boolean root() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0;
        } catch (IOException | RuntimeException e) {
            return System.getProperty("user.name", "").equals("root");
        }
    }

    /** Somebody without rights whom the machine knows: programs look their own user up. */
    private static User user() {
        User nobody = new User("nobody", "65534", "65534");
        try {
            List<String> lines = Files.readAllLines(PASSWD, StandardCharsets.ISO_8859_1);
            for (String name : List.of("postgres", "redis", "nobody")) {
                for (String line : lines) {
                    String[] fields = line.split(":");
                    if (fields.length > 3 && fields[0].equals(name)) {
                        return new User(name, fields[2], fields[3]);
                    }
                }
            }
            return nobody;
        } catch (IOException e) {
            return nobody;
        }
    }

    private record User(String name, String id, String group) {}
}
