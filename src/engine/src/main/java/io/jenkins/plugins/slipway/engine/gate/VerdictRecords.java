package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where verdicts are written down. They outlive the workspace and the build that made them. */
public interface VerdictRecords {
    void add(Verdict verdict);

    /** The newest verdict over the release in the environment. */
    Optional<Verdict> latest(String project, String environment, int release);

    /** The newest verdict in the environment over exactly these artifacts, whatever release named them. */
    Optional<Verdict> latest(String project, String environment, Map<String, Digest> digests);

    /** Newest first. */
    List<Verdict> list(String project, String environment, int limit);
}
