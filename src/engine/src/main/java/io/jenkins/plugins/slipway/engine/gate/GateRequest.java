package io.jenkins.plugins.slipway.engine.gate;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig;
import io.jenkins.plugins.slipway.engine.config.GateConfig;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What to judge, and how.
 *
 * @param by who asks, and from which build if it is one
 * @param live answers which deployment is live in the environment now, undisturbed; empty if none is
 */
public record GateRequest(Subject subject, GateConfig gate, Setting setting, String by, Supplier<OptionalInt> live) {

    /**
     * What is judged.
     *
     * @param deployment number of the deployment that made the release live in the environment
     * @param digests of the release's artifacts, by application
     * @param urls addresses of the environment, the main one first; never empty
     */
    public record Subject(
            String project,
            EnvironmentConfig environment,
            int release,
            int deployment,
            Map<String, Digest> digests,
            List<URI> urls) {
        public Subject {
            digests = Map.copyOf(digests);
            urls = List.copyOf(urls);
            if (urls.isEmpty()) {
                throw new IllegalArgumentException("The environment has no address");
            }
        }
    }

    /**
     * Where the scripts of the gate run, and what they see.
     *
     * @param directory of the project, where the reports are, too
     * @param variables what the scripts inherit, such as {@code PATH} and {@code HOME}
     * @param secrets variables for the scripts beside those, whose values are not shown
     */
    public record Setting(Path directory, Map<String, String> variables, Secrets secrets) {
        public Setting {
            variables = Map.copyOf(variables);
        }
    }
}
