package io.jenkins.plugins.slipway.engine.gate;

/** A report that says nothing that can be used. The message has file and place. The gate turns it into a note, nobody else sees it. */
final class UnreadableReportException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableReportException(String message) {
        super(message);
    }
}
