package io.jenkins.plugins.slipway.host.supervisor;

import io.jenkins.plugins.slipway.engine.process.SandboxBorder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to start a process that stays.
 *
 * @param name for people, such as {@code api} or {@code worker mail of api}
 * @param tag carried in the environment of the process and of all that it starts
 * @param argv program and arguments
 * @param directory working directory
 * @param environment the whole environment
 * @param emptied directories that are made, or made empty, each time before it starts
 * @param border of its sandbox, or null for none
 * @param groups control groups that it enters before it begins
 * @param log file that takes standard output and error, appended to
 */
public record Launch(
        String name,
        String tag,
        List<String> argv,
        Path directory,
        Map<String, String> environment,
        @Nullable SandboxBorder border,
        List<Path> groups,
        Path log,
        Set<Path> emptied) {
    public Launch {
        emptied = Set.copyOf(emptied);
        argv = List.copyOf(argv);
        groups = List.copyOf(groups);
        environment = Map.copyOf(environment);
    }
}
