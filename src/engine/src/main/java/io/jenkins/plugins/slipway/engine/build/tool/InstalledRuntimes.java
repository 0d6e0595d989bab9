package io.jenkins.plugins.slipway.engine.build.tool;

import io.jenkins.plugins.slipway.engine.process.ProcessRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which runtimes this machine has, in the form in which types declare them. */
public final class InstalledRuntimes {
    private static final Set<String> BY_MAJOR = Set.of("nodejs", "java");
    private static final Pattern VERSION = Pattern.compile("(?:1\\.(?=8\\.0))?(\\d+)(\\.\\d+)?.*");

    private final ToolVersions versions;

    private InstalledRuntimes(ToolVersions versions) {
        this.versions = versions;
    }

    /**
     * @param project the project's folder
     * @param caller environment variables of whoever asks, of which {@code PATH} is looked at
     * @param home the state home; it need not be there
     */
    public static InstalledRuntimes of(Path project, Map<String, String> caller, ProcessRunner runner, Path home) {
        try {
            return new InstalledRuntimes(ToolVersions.of(project, caller, runner, home));
        } catch (IOException e) {
            throw new UncheckedIOException(project + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    /**
     * The version of a language's runtime as one declares it, such as 20 for {@code nodejs} and 3.12 for {@code python}; empty if the machine has
     * none or does not say.
     */
    public Optional<String> version(String language) {
        List<Tool> tools = Tool.ofType(language);
        if (tools.isEmpty()) {
            return Optional.empty();
        }
        try {
            var installed = versions.of(tools.subList(0, 1)).get(tools.get(0).name());
            Matcher version = VERSION.matcher(installed == null ? "" : installed.version());
            if (!version.matches()) {
                return Optional.empty();
            }
            String minor = version.group(2);
            return Optional.of(
                    BY_MAJOR.contains(language) || minor == null ? version.group(1) : version.group(1) + minor);
        } catch (IOException e) {
            throw new UncheckedIOException("The machine's " + language + " cannot be asked: " + e.getMessage(), e);
        }
    }
}
