package io.jenkins.plugins.slipway.engine.artifact;

import io.jenkins.plugins.slipway.engine.artifact.ArtifactStore.Integrity;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Reads a stored artifact and compares its content with its name. */
final class DigestCheck {
    private static final int BUFFER = 256 << 10;

    private DigestCheck() {}

    static Integrity of(InputStream compressed, Digest artifact, ArtifactStore.Progress progress) throws IOException {
        MessageDigest digest = Sha256.start();
        long bytes = 0;
        try (InputStream content = Zstds.reader(compressed)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
                bytes += n;
                progress.advanced(bytes, 0);
            }
        } catch (IOException e) {
            if (Zstds.isDamage(e)) {
                return new Integrity.Altered("it cannot be decompressed: " + e.getMessage());
            }
            throw e;
        }
        Digest found = Digest.ofSha256(digest.digest());
        return found.equals(artifact)
                ? new Integrity.Intact(bytes)
                : new Integrity.Altered("its content is " + found.abbreviated() + ", not " + artifact.abbreviated());
    }
}
