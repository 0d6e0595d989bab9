package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import tools.jackson.databind.JsonNode;

/** Turns what the command said at its end into what the step does: return a value, mark its stage, or throw. */
final class StepOutcome {
    /** Verdicts in order of how bad they are. */
    private static final List<String> WORSE =
            Arrays.stream(Verdict.Status.values()).map(Verdict.Status::name).toList();

    private StepOutcome() {}

    /**
     * The step's value.
     *
     * @param exit the command's exit code
     * @param node of the step in its pipeline, or null in a freestyle job
     * @throws AbortException if the command did not do what was asked; the message is for the user
     */
    @NonNull
    static Serializable of(
            @NonNull StepWork work,
            int exit,
            @NonNull JsonNode document,
            @NonNull Run<?, ?> run,
            @CheckForNull FlowNode node)
            throws AbortException {
        if (document.has("error")) {
            RunReports.add(run, work, node, document);
            throw new AbortException(document.path("error").path("message").asString(""));
        }
        if (document.isEmpty()) {
            throw new AbortException("slipway " + work.verb().word() + " ended with code " + exit
                    + " and without a result; the log above says why");
        }
        RunReports.add(run, work, node, document);
        return switch (work.verb()) {
            case BUILD -> new BuildAppResult(document);
            case DEPLOY, ROLLBACK -> deployed(work, exit, document);
            case GATE -> judged(work, exit, new QualityGateResult(document), run, node);
        };
    }

    private static Serializable deployed(StepWork work, int exit, JsonNode document) throws AbortException {
        DeployEnvResult result = new DeployEnvResult(document);
        if (exit != 0) {
            List<String> said = LastLines.in(document);
            throw new AbortException(
                    failure(work, result) + (said.isEmpty() ? "" : " It said last:\n  " + String.join("\n  ", said)));
        }
        return result;
    }

    /** How a deployment that was ended did end, in a whole sentence. */
    @NonNull
    static String sentence(@NonNull StepWork work, @NonNull JsonNode document) {
        DeployEnvResult result = new DeployEnvResult(document);
        return result.getState().equals("LIVE") && result.getMessage().isEmpty()
                ? "Release " + result.getRelease() + " is live in ‘" + work.environment() + "’ (deployment "
                        + result.getDeployment() + "): it was too late to stop."
                : failure(work, result);
    }

    /** The cause first, then what serves now. */
    private static String failure(StepWork work, DeployEnvResult result) {
        String message = result.getMessage().isEmpty() ? "the log above says why" : result.getMessage();
        String sentence = message.endsWith(".") ? message : message + ".";
        return switch (result.getState()) {
            case "LIVE" ->
                "Release " + result.getRelease() + " is live in ‘" + work.environment() + "’ (deployment "
                        + result.getDeployment() + "), but " + sentence;
            case "RESTORED" ->
                notDeployed(work, result) + sentence + " Release " + result.getPrevious() + " is live again.";
            default -> notDeployed(work, result) + sentence;
        };
    }

    private static String notDeployed(StepWork work, DeployEnvResult result) {
        return "Release " + result.getRelease() + " was not deployed to ‘" + work.environment() + "’ (deployment "
                + result.getDeployment() + "): ";
    }

    /** By the verdict that is in the records, whatever code the command ended with. */
    private static boolean failsOn(StepWork work, String status) {
        return WORSE.indexOf(status) >= WORSE.indexOf(work.failsOn());
    }

    private static Serializable judged(
            StepWork work, int exit, QualityGateResult result, Run<?, ?> run, @CheckForNull FlowNode node)
            throws AbortException {
        String sentence = "Release " + result.getRelease() + " in ‘" + work.environment() + "’: " + result.getStatus()
                + " (" + result.complaint() + ")";
        if (exit != 0 || failsOn(work, result.getStatus())) {
            throw new AbortException(sentence);
        }
        boolean passed = result.getStatus().equals("PASSED");
        Result mark = passed ? result.mark() : Result.UNSTABLE;
        if (node != null && mark != null) {
            node.addOrReplaceAction(new WarningAction(mark).withMessage(sentence));
        }
        if (!passed) {
            run.setResult(Result.UNSTABLE);
        }
        return result;
    }
}
