package io.jenkins.plugins.slipway.cli.terminal;

/** What the command's exit code says. A process that is ended by Ctrl-C has 130, as everywhere. */
public final class ExitCode {
    /** What was asked for is done. */
    public static final int DONE = 0;
    /** The lifecycle failed: a hook, a health check, a gate. What was live before is live. */
    public static final int FAILED = 1;
    /** Usage, configuration or a name is wrong. Nothing was changed. */
    public static final int BAD_INPUT = 2;
    /** Locked, quarantined, a requirement not met, or an artifact altered. Nothing was changed. */
    public static final int REFUSED = 3;
    /** A bug of Slipway. */
    public static final int BUG = 4;

    private ExitCode() {}
}
