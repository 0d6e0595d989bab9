package io.jenkins.plugins.slipway.engine.object;

import java.nio.file.Path;
import java.util.Map;

/**
 * A script with all that it sees.
 *
 * @param directory the unpacked artifact
 * @param script path in it
 * @param environment name of the environment
 * @param variables the whole environment of its process
 */
public record ScriptSource(Path directory, String script, String environment, Map<String, String> variables) {
    public ScriptSource {
        variables = Map.copyOf(variables);
    }

    /** Without the values of variables, which may be secrets. */
    @Override
    public String toString() {
        return directory.resolve(script) + " in " + environment;
    }
}
