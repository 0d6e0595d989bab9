package io.jenkins.plugins.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.store.RecordsState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Remembers the number of a project's newest release, so that a build in which nothing changed need not open the database: that
 * takes longer than all the rest. It holds only while the records are in the state that it was noted for; whoever uses
 * them makes it void.
 *
 * @param home the state home whose own records are meant
 */
record ReleaseMemo(Path home, String project) {
    /** The number of the newest release, if it is known to have just these artifacts and this configuration. */
    OptionalInt find(Map<String, Digest> artifacts, JsonNode config) throws IOException {
        Optional<String> state = RecordsState.in(home);
        if (state.isEmpty() || !Files.exists(file())) {
            return OptionalInt.empty();
        }
        String[] noted = Files.readString(file()).split("\n");
        return noted.length == 3 && noted[0].equals(state.get()) && noted[1].equals(fingerprint(artifacts, config))
                ? OptionalInt.of(Integer.parseInt(noted[2]))
                : OptionalInt.empty();
    }

    /** Notes the newest release, if nobody else has used the records since this process got it from them. */
    void note(Release release) throws IOException {
        Optional<String> state = RecordsState.leftByThisProcess(home);
        if (state.isEmpty()) {
            return;
        }
        Path fresh = Files.createTempFile(Files.createDirectories(folder()), "memo", ".tmp");
        Files.writeString(
                fresh,
                state.get() + "\n" + fingerprint(release.artifacts(), release.config()) + "\n" + release.number());
        Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path folder() {
        return home.resolve("builds").resolve("memo");
    }

    private Path file() {
        return folder().resolve(project);
    }

    private static String fingerprint(Map<String, Digest> artifacts, JsonNode config) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((new TreeMap<>(artifacts) + "\n" + config).getBytes(UTF_8));
            return Digest.ofSha256(digest.digest()).hex();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
