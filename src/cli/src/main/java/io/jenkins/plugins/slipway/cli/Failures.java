package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.Slipway;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.ProblemLines;
import io.jenkins.plugins.slipway.cli.terminal.ProcessEnvironment;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.SlipwayException;
import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import tools.jackson.databind.node.ObjectNode;

/** Turns what was thrown into an exit code and one clear message, or one JSON document. */
final class Failures {
    private final ProcessEnvironment processEnvironment;
    private final List<String> args;

    Failures(ProcessEnvironment processEnvironment, List<String> args) {
        this.processEnvironment = processEnvironment;
        this.args = args;
    }

    /** The command line itself is wrong. */
    int usage(ParameterException problem, String[] ignored) {
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        String message = problem instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched, command)
                : sentence(String.valueOf(problem.getMessage()));
        say("bad-input", message + " ‘" + command + " --help’ shows how.", null);
        return ExitCode.BAD_INPUT;
    }

    /** The parser's own message in our form. */
    private static String sentence(String message) {
        String bare = message.startsWith("Error: ") ? message.substring("Error: ".length()) : message;
        return bare.endsWith(".") ? bare : bare + ".";
    }

    private static String unmatched(UnmatchedArgumentException problem, String command) {
        String word = problem.getUnmatched().get(0);
        String kind = problem.isUnknownOption() ? "an option" : command.equals("slipway") ? "a verb" : "an argument";
        String nearest = problem.getSuggestions().isEmpty()
                ? ""
                : " Did you mean ‘" + problem.getSuggestions().get(0) + "’?";
        return "‘" + word + "’ is not " + kind + " of ‘" + command + "’." + nearest;
    }

    /** Something was thrown while a verb ran. */
    int report(Throwable problem, Slipway slipway) {
        if (problem instanceof InvalidConfigException invalid) {
            say("bad-input", String.valueOf(invalid.getMessage()), invalid);
            return ExitCode.BAD_INPUT;
        }
        if (problem instanceof SlipwayException foreseen) {
            boolean badInput = foreseen instanceof BadInputException;
            boolean refused = foreseen instanceof RefusedException;
            say(
                    badInput ? "bad-input" : refused ? "refused" : "failed",
                    slipway.secrets().mask(String.valueOf(foreseen.getMessage())),
                    null);
            return badInput ? ExitCode.BAD_INPUT : refused ? ExitCode.REFUSED : ExitCode.FAILED;
        }
        if (problem instanceof InvalidPathException path) {
            say("bad-input", "‘" + path.getInput() + "’ cannot be a path here: " + path.getReason() + ".", null);
            return ExitCode.BAD_INPUT;
        }
        FileSystemException machine = machine(problem);
        if (machine != null) {
            say("failed", inWords(machine), null);
            return ExitCode.FAILED;
        }
        if (processEnvironment.cancellation().isCancelled()) {
            say("failed", "Cancelled.", null);
            return ExitCode.FAILED;
        }
        say("bug", slipway.secrets().mask(BugReport.write(problem, args, slipway, processEnvironment)), null);
        return ExitCode.BUG;
    }

    private void say(String kind, String message, @Nullable InvalidConfigException invalid) {
        PrintStream err = processEnvironment.err();
        if (args.contains("--step") && args.contains("--json")) {
            // Whoever has started the step reads the document, and says it once.
        } else if (invalid == null) {
            err.println(processEnvironment.errStyle().bad(message));
        } else {
            new ProblemLines(processEnvironment.errStyle()).print(invalid.problems(), err);
        }
        if (args.contains("--json")) {
            ObjectNode error = Json.object().put("kind", kind).put("message", message);
            if (invalid != null) {
                error.set("problems", ProblemLines.json(invalid.problems()));
            }
            ObjectNode document = Json.object();
            document.set("error", error);
            Json.print(document, processEnvironment.out());
        }
    }

    /** The machine's refusal in the chain of causes: a full disk, a file that may not be written. */
    private static @Nullable FileSystemException machine(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileSystemException refusal) {
                return refusal;
            }
            String message = cause.getMessage();
            if (cause instanceof IOException && message != null && message.contains("No space left on device")) {
                return new FileSystemException(null, null, "No space left on device");
            }
        }
        return null;
    }

    private static String inWords(FileSystemException refusal) {
        String file = refusal.getFile() == null ? "The disk" : refusal.getFile();
        if (refusal instanceof AccessDeniedException) {
            return file + ": permission denied. Make it writable for this user, or choose another with ‘--home’.";
        }
        String reason = refusal.getReason() == null
                ? refusal.getClass().getSimpleName().replace("Exception", "")
                : refusal.getReason();
        String next = reason.contains("No space") ? " Free some space, then run the command again." : "";
        return file + ": " + reason + "." + next;
    }
}
