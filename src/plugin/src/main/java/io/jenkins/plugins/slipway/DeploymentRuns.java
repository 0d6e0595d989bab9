package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.slipway.engine.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Which build made which deployment: {@code slipway/builds/PROJECT/ENVIRONMENT/NUMBER} in the Jenkins home names it. */
final class DeploymentRuns {
    private static final Logger LOGGER = Logger.getLogger(DeploymentRuns.class.getName());

    private DeploymentRuns() {}

    private static Path file(String project, String environment, int number) {
        return SlipwayStore.home()
                .resolve("builds")
                .resolve(Names.requirePlain("project", project))
                .resolve(Names.requirePlain("environment", environment))
                .resolve(String.valueOf(number));
    }

    /** Nothing depends on it but the way to the logs. */
    static void note(@NonNull String project, @NonNull String environment, int number, @NonNull Run<?, ?> run) {
        try {
            Path file = file(project, environment, number);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, run.getExternalizableId(), StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot note the build of deployment " + number + " of " + environment);
        }
    }

    /**
     * The build; null if it is gone, its job has another name now, a terminal made the deployment, or the user may not see what the
     * build did.
     */
    @CheckForNull
    static Run<?, ?> find(@NonNull String project, @NonNull String environment, int number) {
        try {
            Run<?, ?> run = Run.fromExternalizableId(
                    Files.readString(file(project, environment, number), StandardCharsets.UTF_8)
                            .trim());
            return run == null || !run.getParent().hasPermission(Permissions.VIEW) ? null : run;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }
}
