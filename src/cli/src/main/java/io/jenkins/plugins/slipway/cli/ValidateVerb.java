package io.jenkins.plugins.slipway.cli;

import picocli.CommandLine.Command;

@Command(
        name = "validate",
        description = "Checks the configuration and shows every problem in it.",
        footer = {"", "Example: slipway validate --dir shop"})
final class ValidateVerb extends Verb {
    @Override
    int run(Session session) {
        return ExitCode.DONE;
    }
}
