package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import io.jenkins.plugins.slipway.engine.Texts;
import io.jenkins.plugins.slipway.engine.environment.Deployment;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.gate.Verdict;
import io.jenkins.plugins.slipway.engine.store.SqlRecords;
import io.jenkins.plugins.slipway.engine.store.StepChanges;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a command on an agent says at its end, compared with what its step is and with what is in the records. What the controller
 * knows itself stands in the document as the controller knows it.
 */
final class AgentAnswer {
    private final StepAssignment assignment;
    private final StepChanges changes;
    private final SqlRecords records;

    AgentAnswer(@NonNull StepAssignment assignment, @NonNull StepChanges changes, @NonNull SqlRecords records) {
        this.assignment = assignment;
        this.changes = changes;
        this.records = records;
    }

    /**
     * The document, safe to be shown and returned.
     *
     * @throws AbortException if it says what is not so
     */
    @NonNull
    ObjectNode check(@NonNull ObjectNode document) throws AbortException {
        StepWork work = assignment.work();
        same(document, "project", assignment.project());
        same(document, "environment", work.environment());
        if (document.isEmpty() || document.has("error")) {
            return document;
        }
        if (document.path("dryRun").asBoolean(false) != isDryRun(work)) {
            throw wrong("dryRun", document.path("dryRun"), "the step says otherwise");
        }
        switch (work.verb()) {
            case BUILD -> build(document);
            case GATE -> gate(document);
            case DEPLOY, ROLLBACK -> {
                if (work.switches()) {
                    switched(document);
                }
            }
        }
        return document;
    }

    private static boolean isDryRun(StepWork work) {
        return (work.verb() == StepWork.Verb.DEPLOY || work.verb() == StepWork.Verb.ROLLBACK) && !work.switches();
    }

    private void same(ObjectNode document, String field, String own) throws AbortException {
        JsonNode said = document.path(field);
        if (!said.isMissingNode() && !said.asString("").equals(own)) {
            throw wrong(field, said, own.isEmpty() ? "the step has none" : "the step's is ‘" + own + "’");
        }
    }

    /** Others may have made releases meanwhile: the number is that of the records. */
    private void build(ObjectNode document) throws AbortException {
        document.put("project", assignment.project());
        Integer release = changes.release();
        if (assignment.work().releases() && release == null) {
            throw wrong("release", document.path("release"), "the command wrote down none");
        }
        document.put("release", release);
    }

    private void gate(ObjectNode document) throws AbortException {
        Verdict.Status verdict = changes.verdict();
        if (verdict == null || !document.path("verdict").asString("").equals(verdict.name())) {
            throw wrong(
                    "verdict",
                    document.path("verdict"),
                    verdict == null ? "the command wrote down none" : "the records have " + verdict);
        }
        Optional<Deployment> live = records.deployments()
                .live(assignment.project(), assignment.work().environment());
        number(document, "release", live.map(Deployment::release).orElse(null));
    }

    private void switched(ObjectNode document) throws AbortException {
        Integer number = JsonDocuments.integer(document.path("deployment"));
        Optional<Deployment> own = number == null || !changes.deployments().contains(number)
                ? Optional.empty()
                : records.deployments()
                        .find(assignment.project(), assignment.work().environment(), number);
        if (own.isEmpty()) {
            throw wrong("deployment", document.path("deployment"), "the step began no such one");
        }
        number(document, "release", own.get().release());
        document.put("previous", own.get().previous());
        String state = document.path("state").asString("");
        // One that went live and was taken back says RESTORED, and was live.
        boolean live = own.get().state() == State.LIVE;
        boolean so = live
                ? !state.equals(State.FAILED.name())
                : state.equals(own.get().state().name());
        if (!so) {
            throw wrong(
                    "state",
                    document.path("state"),
                    "the records have " + own.get().state());
        }
    }

    private static void number(ObjectNode document, String field, Integer known) throws AbortException {
        Integer said = JsonDocuments.integer(document.path(field));
        if (known == null || !known.equals(said)) {
            throw wrong(field, document.path(field), "the records have " + known);
        }
    }

    private static AbortException wrong(String field, JsonNode said, String right) {
        return new AbortException("The agent answered with " + field + " ‘" + Texts.line(said.asString("")) + "’, and "
                + right + ". The answer is not used. Find out who changes the step's files on that agent");
    }
}
