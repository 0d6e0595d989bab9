package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.process.TerminalStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is done with what a step has brought: kept with the run, and turned into the step's end. */
final class StepCompletion {
    private final Run<?, ?> run;
    private final TaskListener listener;

    @CheckForNull
    private final FlowNode node;

    /** @param node of the step in its pipeline, or null in a freestyle job */
    StepCompletion(@NonNull Run<?, ?> run, @NonNull TaskListener listener, @CheckForNull FlowNode node) {
        this.run = run;
        this.listener = listener;
        this.node = node;
    }

    /**
     * Takes from the agent what is to be kept with the run. May be done again, such as when the connection broke in the middle.
     *
     * @throws IOException if the agent is gone
     */
    void keep(@NonNull JsonNode document, @NonNull AgentStep ran, @NonNull FilePath workspace)
            throws IOException, InterruptedException {
        new RunArchive(run, workspace, listener).keep(ran, document);
        if (document.path("junit").size() > 0 && Jenkins.get().getPlugin("junit") != null) {
            TestReports.publish(run, node, workspace, listener, ran, JsonDocuments.strings(document.path("junit")));
        }
    }

    /**
     * Keeps with the run what became of a step that was asked to end.
     *
     * @param left what its command said at its end; empty if that is not known
     */
    void aborted(@NonNull StepWork work, @NonNull JsonNode left, @NonNull Throwable cause) {
        ObjectNode document =
                left instanceof ObjectNode known ? known : JsonMapper.shared().createObjectNode();
        document.put("aborted", Texts.line(reason(cause)));
        addLastLines(work, document);
        RunReports.add(run, work, node, document);
        if (document.has("deployment")) {
            listener.getLogger().println(StepOutcome.sentence(work, document));
        }
    }

    private void addLastLines(StepWork work, ObjectNode document) {
        String project = Requester.project(work.project(), run.getParent());
        LastLines.add(run, project, RunFiles.step(work.verb().word(), work.environment(), document), document);
    }

    private static String reason(Throwable cause) {
        String causes = cause instanceof FlowInterruptedException interrupt
                ? interrupt.getCauses().stream()
                        .map(CauseOfInterruption::getShortDescription)
                        .collect(Collectors.joining("; "))
                : cause instanceof AbortException ? String.valueOf(cause.getMessage()) : "";
        return causes.isEmpty() ? Messages.StepView_stopped() : causes;
    }

    /**
     * The step's value, for which no agent is needed.
     *
     * @param exit the command's exit code
     * @throws hudson.AbortException if the command did not do what was asked; the message is for the user
     */
    @NonNull
    Serializable of(@NonNull StepWork work, int exit, @NonNull JsonNode document) throws IOException {
        StepPreparation.label(node, work, JsonDocuments.integer(document.path("release")));
        // The document is the agent's.
        StepSummary.say(
                work,
                document,
                new PrintStream(new TerminalStream(listener.getLogger(), false), true, StandardCharsets.UTF_8));
        ArtifactMarks.put(run, work, document, listener);
        if (document instanceof ObjectNode own) {
            addLastLines(work, own);
        }
        return StepOutcome.of(work, exit, document, run, node);
    }
}
