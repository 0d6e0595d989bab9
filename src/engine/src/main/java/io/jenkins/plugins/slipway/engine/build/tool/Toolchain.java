package io.jenkins.plugins.slipway.engine.build.tool;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether this machine has what an application's build needs before its hook runs. */
public final class Toolchain {
    private final String searchPath;

    /** @param searchPath as the build sees it */
    public Toolchain(String searchPath) {
        this.searchPath = searchPath;
    }

    /** One sentence for each program that is missing, with what to do; empty if all are there. */
    public List<String> lacks(ApplicationConfig application, Path sources) {
        List<String> lacks = new ArrayList<>();
        for (Dependencies.Group group : Dependencies.of(application).groups()) {
            missing(group.manager().programs())
                    .forEach(program -> lacks.add("applications/" + application.name() + "/dependencies/" + group.key()
                            + ": ‘" + group.describe() + "’ is installed by ‘" + program
                            + "’, which this machine does not have. Install it, or remove these dependencies"));
        }
        Flavor.of(application, sources)
                .ifPresent(flavor -> missing(flavor.programs())
                        .forEach(program -> lacks.add("applications/" + application.name() + "/build/flavor: ‘"
                                + application.flavor() + "’ runs ‘" + program + "’ as " + flavor.reason()
                                + ", and this machine does not have it. Install it, or set ‘flavor: none’")));
        return lacks;
    }

    /** @throws RefusedException if something is missing */
    public static void require(List<String> lacks, String searchPath) {
        if (!lacks.isEmpty()) {
            throw new RefusedException(String.join(".\n", lacks) + ". Looked in "
                    + searchPath.replace(File.pathSeparator, ", ") + ". Nothing was built.");
        }
    }

    private List<String> missing(List<String> programs) {
        return programs.stream()
                .filter(program -> Arrays.stream(searchPath.split(File.pathSeparator))
                        .noneMatch(directory -> Files.isExecutable(Path.of(directory, program))))
                .toList();
    }
}
