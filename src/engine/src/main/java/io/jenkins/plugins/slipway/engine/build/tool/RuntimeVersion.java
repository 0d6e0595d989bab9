package io.jenkins.plugins.slipway.engine.build.tool;

import io.jenkins.plugins.slipway.engine.build.tool.ToolVersions.Installed;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares the runtime that an application declares with what the machine has. */
public final class RuntimeVersion {
    private static final Pattern NUMBERS = Pattern.compile("\\d+(\\.\\d+)*+");

    private RuntimeVersion() {}

    /** Whether another version than the declared one prevents a build. */
    public static boolean isStrict(ApplicationConfig application) {
        return application.section().path("runtime").asString("").equals("strict")
                || application.section().path("runtime").path("strict").asBoolean(false);
    }

    /**
     * A clause that says what the machine has instead; empty if it has what is declared, or nothing runs, or it cannot be told.
     *
     * @param versions asked only if a version is declared
     */
    public static Optional<String> differs(ApplicationConfig application, ToolVersions versions) throws IOException {
        List<Tool> tools = Tool.ofType(application.type() == null ? "" : application.type());
        if (tools.isEmpty() || !runs(application)) {
            return Optional.empty();
        }
        Tool runtime = tools.get(0);
        Installed installed = versions.of(List.of(runtime)).get(runtime.name());
        if (installed == null) {
            return Optional.of("this machine has no ‘" + runtime.name() + "’");
        }
        return isSame(application.languageVersion(), installed.version())
                ? Optional.empty()
                : Optional.of("this machine has " + runtime.name() + " " + installed.version() + " ("
                        + installed.program() + ")");
    }

    private static boolean runs(ApplicationConfig application) {
        return application.hooks().build() != null
                || application.hooks().deploy() != null
                || application.web() != null && application.web().start() != null
                || !application.workers().isEmpty();
    }

    /** Whether the installed version is of the declared line: 20.11.1 of 20, 1.22.3 of 1.22. What is no number says nothing. */
    public static boolean isSame(String declared, String installed) {
        // Java called its eighth version 1.8.
        String have = installed.startsWith("1.8.") && declared.equals("8") ? installed.substring(2) : installed;
        if (!NUMBERS.matcher(declared).matches() || !NUMBERS.matcher(have).lookingAt()) {
            return true;
        }
        return (have.replaceFirst("^(\\d+(\\.\\d+)*+).*$", "$1") + ".").startsWith(declared + ".");
    }
}
