package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.Texts;
import java.io.Serializable;
import java.util.List;

/** A step's work, for whom and in whose name: all that is needed to begin it, in values that survive a restart. */
final class StepAssignment implements Serializable {
    private static final long serialVersionUID = 1L;

    private final StepWork work;
    private final String project;
    private final String by;

    private StepAssignment(StepWork work, String project, String by) {
        this.work = work;
        this.project = project;
        this.by = by;
    }

    /**
     * The work as a step of that run.
     *
     * @throws AbortException if one of its names cannot be a name, or its folder is not in the workspace
     */
    @NonNull
    static StepAssignment of(@NonNull StepWork work, @NonNull Run<?, ?> run) throws AbortException {
        requireName("project", work.project());
        if (work.verb() != StepWork.Verb.BUILD) {
            if (work.environment().isEmpty()) {
                throw new AbortException("Option ‘environment’ is empty; give the name of an environment");
            }
            requireName("environment", work.environment());
        }
        work.requireLimit();
        if (leadsOut(work.dir())) {
            throw new AbortException("Option ‘dir’: ‘" + work.dir()
                    + "’ leads out of the workspace; give a folder below it, or work in another one by ‘dir’ or ‘ws’");
        }
        return new StepAssignment(work, Requester.project(work.project(), run.getParent()), Requester.by(run));
    }

    static boolean leadsOut(String dir) {
        return dir.startsWith("/") || List.of(dir.split("[/\\\\]")).contains("..");
    }

    private static void requireName(String option, String name) throws AbortException {
        if (!name.isEmpty() && !Names.isPlain(name)) {
            throw new AbortException(
                    "Option ‘" + option + "’: ‘" + Texts.line(name) + "’ cannot be a name: " + Names.RULE);
        }
    }

    /** The same, of that release. */
    @NonNull
    StepAssignment of(int release) {
        return new StepAssignment(work.of(release), project, by);
    }

    @NonNull
    StepWork work() {
        return work;
    }

    @NonNull
    String project() {
        return project;
    }

    @NonNull
    String by() {
        return by;
    }

    /** The project's folder in a workspace. */
    @NonNull
    FilePath directory(@NonNull FilePath workspace) {
        return work.dir().isEmpty() ? workspace : workspace.child(work.dir());
    }
}
