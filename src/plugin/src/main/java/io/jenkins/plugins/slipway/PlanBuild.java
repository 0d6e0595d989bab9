package io.jenkins.plugins.slipway;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.artifact.DirectoryArtifactStore;
import io.jenkins.plugins.slipway.engine.build.BuildPlan;
import io.jenkins.plugins.slipway.engine.build.BuildRequest;
import io.jenkins.plugins.slipway.engine.build.Builder;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import io.jenkins.plugins.slipway.engine.release.SourceTrees;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import jenkins.agents.ControllerToAgentFileCallable;

/** Asks an agent, in one call and without a process, for the build key of each application. */
record PlanBuild(String home, String project) implements ControllerToAgentFileCallable<PlanBuild.Answer> {
    /**
     * What the sources in the workspace are.
     *
     * @param project its name
     * @param config the normalised configuration as JSON; empty if it cannot be used
     * @param commit revision of the sources, empty if unknown
     * @param keys build key by application, in the project's order
     * @param problem why there is no plan, empty if there is one
     */
    record Answer(String project, String config, String commit, Map<String, String> keys, String problem)
            implements Serializable {
        private static final int LONGEST = 8 << 20;
        private static final int MOST = 1_000;

        Answer {
            if (config.length() > LONGEST || problem.length() > LONGEST || keys.size() > MOST) {
                throw new IllegalArgumentException("No plan of a build is that long");
            }
            keys.forEach((application, key) -> Objects.requireNonNull(key, application));
            keys = new LinkedHashMap<>(keys);
        }
    }

    @Override
    public Answer invoke(File directory, VirtualChannel channel) throws IOException {
        Path state = Path.of(home);
        try {
            ProjectConfig config = ConfigReader.read(directory.toPath(), project);
            Builder builder = new Builder(
                    LocalProcessRunner.create(),
                    DirectoryArtifactStore.open(state.resolve("artifacts")),
                    state,
                    Clock.systemUTC());
            BuildPlan plan = builder.plan(BuildRequest.all(directory.toPath(), config, System.getenv()));
            Map<String, String> keys = new LinkedHashMap<>();
            plan.applications().forEach(each -> keys.put(each.name(), each.key().value()));
            String kept = SourceTrees.into(config.source(), plan.trees()).toString();
            return new Answer(config.project(), kept, plan.commit(), keys, "");
        } catch (SlipwayException e) {
            return new Answer(project, "", "", Map.of(), String.valueOf(e.getMessage()));
        }
    }
}
