package io.jenkins.plugins.slipway.host.router;

/** What came is no request, and what the client is told about it. */
final class UnreadableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient Judged.Refusal refusal;

    UnreadableException(int status, String sentence) {
        super(sentence);
        refusal = new Judged.Refusal(status, sentence);
    }

    Judged.Refusal refusal() {
        return refusal;
    }
}
