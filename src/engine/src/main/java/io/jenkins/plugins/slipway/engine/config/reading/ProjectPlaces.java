package io.jenkins.plugins.slipway.engine.config.reading;

import io.jenkins.plugins.slipway.engine.config.problem.Place;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.problem.ProblemRules;
import io.jenkins.plugins.slipway.engine.config.problem.Problems;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import io.jenkins.plugins.slipway.engine.config.yaml.ProjectFiles;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.core.JsonPointer;

/**
 * Says where in a project's files something stands that turned out wrong after they were read, such as on a look at the machine. The files are
 * read once more for that.
 */
public final class ProjectPlaces {
    private final MergedTree assembly;

    private ProjectPlaces(MergedTree assembly) {
        this.assembly = assembly;
    }

    /** @param projectDirectory the repository's root, whose configuration was read without an error before */
    public static ProjectPlaces of(Path projectDirectory) {
        try {
            return new ProjectPlaces(ConfigReading.assemble(new ProjectFiles(projectDirectory), new Problems()));
        } catch (IOException e) {
            return new ProjectPlaces(new MergedTree(SlipwayFile.PATH));
        }
    }

    /**
     * A problem at the value that a pointer leads to.
     *
     * @param pointer JSON pointer into the normalised tree, such as {@code /applications/web/type}
     * @param rule one of {@link ProblemRules}
     * @param message what is wrong, with the value
     * @param next what to do about it
     */
    public Problem problem(Problem.Severity severity, String pointer, String rule, String message, String next) {
        Place place = assembly.value(JsonPointer.compile(pointer));
        return new Problem(
                severity,
                place.file(),
                place.line(),
                place.column(),
                place.path(),
                ProblemRules.require(rule),
                Values.harmless(message),
                Values.harmless(next));
    }

    /** The pointer to a part of an application's section. */
    public static String pointer(String application, String... keys) {
        JsonPointer pointer = JsonPointer.empty().appendProperty("applications").appendProperty(application);
        for (String key : keys) {
            pointer = pointer.appendProperty(key);
        }
        return pointer.toString();
    }
}
