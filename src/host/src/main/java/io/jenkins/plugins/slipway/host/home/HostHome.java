package io.jenkins.plugins.slipway.host.home;

import io.jenkins.plugins.slipway.engine.Names;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The places below a state home that the host daemon owns.
 *
 * @param root the state home, absolute
 */
public record HostHome(Path root) {
    public HostHome {
        root = root.toAbsolutePath().normalize();
    }

    public Path directory() {
        return root.resolve("host");
    }

    /** Locked by the daemon for as long as it lives. */
    public Path lock() {
        return directory().resolve("lock");
    }

    /** Says where the control socket is: its path may be too long for a socket below the home. */
    public Path socketFile() {
        return directory().resolve("socket");
    }

    /** Where the daemon listens. */
    public Path settings() {
        return directory().resolve("state.json");
    }

    /** Standard output and error of the daemon. */
    public Path log() {
        return directory().resolve("log");
    }

    /** Standard output and error of the router. */
    public Path routerLog() {
        return directory().resolve("router.log");
    }

    /** Names the certificates of this machine's domains. */
    public Path certificates() {
        return directory().resolve("certificates.json");
    }

    /** One sentence: why the daemon last refused to start. */
    public Path refusal() {
        return directory().resolve("refusal");
    }

    /** Which environment holds which host name. */
    public Path names() {
        return directory().resolve("names.json");
    }

    /** Is there from a start until somebody stops the host on purpose: what ends meanwhile is started again. */
    public Path wanted() {
        return directory().resolve("wanted");
    }

    /** Locked by the watcher for as long as it lives. */
    public Path watcherLock() {
        return directory().resolve("watcher.lock");
    }

    /** Standard output and error of the watcher. */
    public Path watcherLog() {
        return directory().resolve("watcher.log");
    }

    public Path artifacts() {
        return root.resolve("artifacts");
    }

    public Path environments() {
        return directory().resolve("environments");
    }

    /** What outlives releases: mounts, logs, backups and the state of one environment. */
    public Path environment(String project, String environment) {
        return within(environments(), project, environment);
    }

    /** The unpacked releases of one environment. */
    public Path releases(String project, String environment) {
        return within(directory().resolve("releases"), project, environment);
    }

    /** The secret of a project that stays the same, for salts and the like. */
    public Path entropy(String project) {
        return directory().resolve("entropy").resolve(Names.requirePlain("project", project));
    }

    /** Where applications listen that want unix sockets. */
    public Path sockets() {
        return directory().resolve("run");
    }

    /** Tells the processes of this home from those of others on the machine. */
    public String id() {
        return digest(root.toString());
    }

    /** Whoever asks, and wherever the names come from: none leads out of its folder. */
    private static Path within(Path folder, String project, String environment) {
        return folder.resolve(Names.requirePlain("project", project))
                .resolve(Names.requirePlain("environment", environment));
    }

    /** Twelve characters that stand for a text of any length. */
    public static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
