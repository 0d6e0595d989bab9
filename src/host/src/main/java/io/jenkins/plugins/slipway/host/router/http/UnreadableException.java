package io.jenkins.plugins.slipway.host.router.http;

/** What came is no request, and what the client is told about it. */
final class UnreadableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient ParsedRequest.Refusal refusal;

    UnreadableException(int status, String sentence) {
        super(sentence);
        refusal = new ParsedRequest.Refusal(status, sentence);
    }

    ParsedRequest.Refusal refusal() {
        return refusal;
    }
}
