package io.jenkins.plugins.slipway.engine.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file {@code .environment} of an application: a shell reads it before it runs a command, so that it has the last word on variables. */
public final class EnvironmentFile {
    /** The file's name in the application's directory. */
    public static final String NAME = ".environment";

    /** Exit code of a command that never began, because the file ended the shell. */
    public static final int FAILED = 78;

    /** All that the file sets is exported, with or without the word; only an error or an exit in it keeps the command from running. */
    private static final String SHELL = "if [ -f ./" + NAME + " ]; then "
            + "here=$PWD; trap 'echo \"The file " + NAME
            + " ended the shell with code $?, so the command was not run.\" >&2; exit "
            + FAILED + "' EXIT; "
            + "set -a; . ./" + NAME + "; set +aeu; trap - EXIT; cd \"$here\"; unset here; fi; exec \"$@\"";

    private EnvironmentFile() {}

    /**
     * The command, after the file was read.
     *
     * @param directory the application's, where the command is started
     * @param argv program and arguments
     */
    public static List<String> before(Path directory, List<String> argv) {
        if (!Files.isRegularFile(directory.resolve(NAME))) {
            return argv;
        }
        List<String> result = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "slipway"));
        result.addAll(argv);
        return result;
    }
}
