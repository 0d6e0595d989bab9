package io.jenkins.plugins.slipway.engine.report;

/** A report that cannot be used. The message names file, place and reason, without a full stop. */
public final class UnreadableReportException extends Exception {
    private static final long serialVersionUID = 1;

    public UnreadableReportException(String message) {
        super(message);
    }
}
