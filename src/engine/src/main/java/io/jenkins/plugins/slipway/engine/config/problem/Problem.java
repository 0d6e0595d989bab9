package io.jenkins.plugins.slipway.engine.config.problem;

/**
 * One thing that is wrong, or doubtful, in a configuration file.
 *
 * @param severity whether the configuration can be used all the same
 * @param file relative to the project, with forward slashes
 * @param line from 1; 0 if the problem is the file as a whole
 * @param column from 1; 0 if the problem is the file as a whole
 * @param path where in the tree, as a JSON pointer such as {@code /applications/api/hooks/build}
 * @param rule stable short name of the broken rule, such as {@code unknown-key}
 * @param message what is wrong, with the value
 * @param next what to do about it
 */
public record Problem(
        Severity severity, String file, int line, int column, String path, String rule, String message, String next) {
    /** The rule of what is declared and means nothing on this machine. It is said where something is put in place, not always. */
    public static final String NOT_APPLIED = "not-applied";

    /** Whether a problem prevents use of the configuration. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** One line for a terminal: {@code file:line:column path: message; next}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(Values.harmless(file));
        if (this.line > 0) {
            line.append(':').append(this.line).append(':').append(column);
        }
        if (!path.isEmpty()) {
            line.append(' ').append(Values.harmless(path));
        }
        line.append(severity == Severity.WARNING ? ": warning: " : ": ").append(message);
        return next.isEmpty() ? line.toString() : line.append("; ").append(next).toString();
    }
}
