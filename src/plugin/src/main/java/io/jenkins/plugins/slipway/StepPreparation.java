package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.slipway.engine.release.ReleaseChoice;
import java.io.IOException;
import java.util.Locale;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** What must be settled before a step's command starts: its names, whether it may, and how it waits. */
final class StepPreparation {
    private final StepAssignment assignment;
    private final Run<?, ?> run;
    private final String waiting;

    /** Why this release; empty if the step has named it. */
    private final String why;

    private StepPreparation(StepAssignment assignment, Run<?, ?> run, String waiting, String why) {
        this.assignment = assignment;
        this.run = run;
        this.waiting = waiting;
        this.why = why;
    }

    /**
     * Settles it, with at most one question to the agent.
     *
     * @param node of the step in its pipeline, or null in a freestyle job
     * @throws AbortException if the step cannot or may not be done; nothing was changed
     */
    @NonNull
    static StepPreparation of(
            @NonNull StepWork work,
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull TaskListener listener,
            @CheckForNull FlowNode node)
            throws IOException, InterruptedException {
        StepAssignment assignment = StepAssignment.of(work, run);
        boolean switches = work.verb() == StepWork.Verb.DEPLOY || work.verb() == StepWork.Verb.ROLLBACK;
        boolean guarded = work.verb() == StepWork.Verb.GATE
                && Projects.get().isProduction(assignment.project(), work.environment());
        StepAuthorization admission = new StepAuthorization(assignment, run);
        if (!switches) {
            admission.check();
            if (!guarded) {
                return new StepPreparation(assignment, run, "", "");
            }
        }
        AskEnvironment.Answer declared =
                assignment.directory(workspace).act(new AskEnvironment(assignment.project(), work.environment()));
        if (switches) {
            admission.check(declared);
        } else if (!declared.production() && declared.problem() == null) {
            // A gate may reset the data of what is not production, and sources alone do not make it so.
            throw new AbortException("Environment ‘" + work.environment() + "’ was of type production, and the sources"
                    + " now call it something else; it is not judged before somebody with the permission Slipway/Deploy"
                    + " has deployed it as that");
        }
        String waiting =
                work.waiting().isEmpty() ? declared.waiting() : work.waiting().toUpperCase(Locale.ROOT);
        ReleaseChoice.Chosen chosen = work.verb() == StepWork.Verb.DEPLOY && work.release() == null
                ? ReleaseOfRun.choose(run, assignment.project(), node)
                : null;
        return chosen == null
                ? new StepPreparation(assignment, run, waiting, "")
                : new StepPreparation(assignment.of(chosen.release()), run, waiting, chosen.why());
    }

    @NonNull
    StepAssignment assignment() {
        return assignment;
    }

    /** The claim to the environment; null if the step changes none. */
    @CheckForNull
    EnvironmentClaim claim() {
        StepWork work = assignment.work();
        return work.switches()
                ? new EnvironmentClaim(
                        assignment.project(), work.environment(), assignment.by(), run.getExternalizableId(), waiting)
                : null;
    }

    /** Says which release is taken, and why, where the step has named none. */
    void sayWhy(@NonNull TaskListener listener) {
        if (!why.isEmpty()) {
            listener.getLogger().println(why);
        }
    }

    /** Names a deployment by the release that it will take, as soon as that is known. */
    void label(@CheckForNull FlowNode node) {
        StepWork work = assignment.work();
        if (work.verb() != StepWork.Verb.DEPLOY) {
            return;
        }
        label(node, work, work.release());
    }

    /** Names a step in its pipeline by what it does. */
    static void label(@CheckForNull FlowNode node, @NonNull StepWork work, @CheckForNull Integer release) {
        if (node == null || release == null) {
            return;
        }
        String what = "release " + release;
        String label = switch (work.verb()) {
            case BUILD -> "Build " + what;
            case DEPLOY -> (work.switches() ? "Deploy " : "Plan ") + what + " to " + work.environment();
            case GATE -> "Judge " + what + " in " + work.environment();
            case ROLLBACK -> (work.switches() ? "Roll " : "Plan rolling ") + work.environment() + " back to " + what;
        };
        node.addOrReplaceAction(new LabelAction(label));
    }
}
