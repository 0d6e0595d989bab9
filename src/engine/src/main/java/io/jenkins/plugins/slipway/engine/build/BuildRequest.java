package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to build.
 *
 * @param directory the project's folder
 * @param applications names of those to build; empty for all
 * @param reuse whether an artifact of the same key may be taken instead of building again
 * @param timeout of each build hook
 * @param caller environment variables of whoever asks. Only {@code PATH}, {@code HOME} and {@code XDG_CONFIG_HOME} are looked at:
 *     for Git, and for the directories where a build finds its tools; and the proxies and trusted certificates of the machine, which are
 *     handed to a build if they hold no password. Nothing else is.
 */
public record BuildRequest(
        Path directory,
        ProjectConfig config,
        List<String> applications,
        boolean reuse,
        Duration timeout,
        Map<String, String> caller) {
    public BuildRequest {
        applications = List.copyOf(applications);
        caller = Map.copyOf(caller);
    }

    /** A build of everything that changed, with the usual limits. */
    public static BuildRequest all(Path directory, ProjectConfig config, Map<String, String> caller) {
        return new BuildRequest(directory, config, List.of(), true, Command.DEFAULT_TIMEOUT, caller);
    }

    /** The same for some applications only. */
    public BuildRequest only(List<String> names) {
        return new BuildRequest(directory, config, names, reuse, timeout, caller);
    }

    /** The same, building even what did not change. */
    public BuildRequest withoutReuse() {
        return new BuildRequest(directory, config, applications, false, timeout, caller);
    }
}
