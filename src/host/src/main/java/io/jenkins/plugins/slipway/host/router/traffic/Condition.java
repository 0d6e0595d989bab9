package io.jenkins.plugins.slipway.host.router.traffic;

import java.util.function.Consumer;

/** One thing that may be wrong, in a sentence, and who hears when that changes. Safe for use by several threads. */
final class Condition {
    private String sentence = "";
    private Consumer<String> listener = nobody -> {};

    /** @param wrong empty if nothing is */
    synchronized void now(String wrong) {
        if (!wrong.equals(sentence)) {
            sentence = wrong;
            listener.accept(wrong);
        }
    }

    /** Tells somebody else from now on, beginning with how it is. */
    synchronized void tell(Consumer<String> other) {
        listener = other;
        other.accept(sentence);
    }
}
