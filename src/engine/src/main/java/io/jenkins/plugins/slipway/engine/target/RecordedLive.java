package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.util.Map;
import java.util.Optional;

/**
 * The newest deployment that the records have as live. A place where nothing had to be changed still carries the number of an older
 * one; the records say which number those same bytes have now. They are believed only as far as the places have the bytes.
 */
@FunctionalInterface
public interface RecordedLive {
    Optional<Recorded> newest(String project, String environment);

    /** @param artifacts of the release, by application */
    record Recorded(int deployment, int release, Map<String, Digest> artifacts) {
        public Recorded {
            artifacts = Map.copyOf(artifacts);
        }
    }
}
