package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.slipway.engine.release.Release;
import java.io.IOException;
import java.util.Locale;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** What must be settled before a step's command starts: its names, whether it may, and how it waits. */
final class Departure {
    private final Assignment assignment;
    private final Run<?, ?> run;
    private final String waiting;

    private Departure(Assignment assignment, Run<?, ?> run, String waiting) {
        this.assignment = assignment;
        this.run = run;
        this.waiting = waiting;
    }

    /**
     * Settles it, with at most one question to the agent.
     *
     * @throws AbortException if the step cannot or may not be done; nothing was changed
     */
    @NonNull
    static Departure of(
            @NonNull Work work, @NonNull Run<?, ?> run, @NonNull FilePath workspace, @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        Assignment assignment = Assignment.of(work, run);
        boolean switches = work.verb() == Work.Verb.DEPLOY || work.verb() == Work.Verb.ROLLBACK;
        boolean guarded =
                work.verb() == Work.Verb.GATE && Projects.get().isProduction(assignment.project(), work.environment());
        if (!switches && !guarded) {
            return new Departure(assignment, run, "");
        }
        AskEnvironment.Answer declared =
                assignment.directory(workspace).act(new AskEnvironment(assignment.project(), work.environment()));
        if (switches) {
            new Admission(assignment, run).check(declared);
        } else if (!declared.production() && declared.problem() == null) {
            // A gate may reset the data of what is not production, and sources alone do not make it so.
            throw new AbortException("Environment ‘" + work.environment() + "’ was of type production, and the sources"
                    + " now call it something else; it is not judged before somebody with the permission Slipway/Deploy"
                    + " has deployed it as that");
        }
        String waiting =
                work.waiting().isEmpty() ? declared.waiting() : work.waiting().toUpperCase(Locale.ROOT);
        return new Departure(assignment, run, waiting);
    }

    @NonNull
    Assignment assignment() {
        return assignment;
    }

    /** The claim to the environment; null if the step changes none. */
    @CheckForNull
    Claim claim() {
        Work work = assignment.work();
        return work.switches()
                ? new Claim(
                        assignment.project(), work.environment(), assignment.by(), run.getExternalizableId(), waiting)
                : null;
    }

    /** Names the step by what it does, with the release that the command will take. */
    void label(@CheckForNull FlowNode node) {
        Work work = assignment.work();
        if (node == null || work.verb() != Work.Verb.DEPLOY) {
            return;
        }
        Integer release = work.release();
        if (release == null) {
            release = SlipwayStore.get()
                    .records()
                    .releases()
                    .newest(assignment.project())
                    .map(Release::number)
                    .orElse(null);
        }
        if (release != null) {
            node.addOrReplaceAction(new LabelAction("Deploy release " + release + " to " + work.environment()));
        }
    }
}
