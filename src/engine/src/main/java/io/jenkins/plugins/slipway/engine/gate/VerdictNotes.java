package io.jenkins.plugins.slipway.engine.gate;

import java.util.ArrayList;
import java.util.List;

/** What led to a verdict beside the rules, in whole sentences, and how bad it is. */
final class VerdictNotes {
    /** Whoever has more to repair starts with these. */
    private static final int MOST = 200;

    private final List<String> sentences = new ArrayList<>();
    private Verdict.Status status = Verdict.Status.PASSED;

    /** Something that should be known but has no consequence. */
    void tell(String sentence) {
        if (sentences.size() < MOST) {
            sentences.add(sentence);
        } else if (sentences.size() == MOST) {
            sentences.add("There is more of this kind; see the log.");
        }
    }

    void tell(String sentence, Verdict.Status consequence) {
        tell(sentence);
        status = RuleEvaluation.worse(status, consequence);
    }

    Verdict.Status status() {
        return status;
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }
}
