package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.NameLookup;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.host.ObjectControl;
import java.io.IOException;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "call",
        description = "Runs a live action and prints what it returned, as JSON.",
        footer = {"", "Example: slipway call create-ticket --env staging --input '{\"title\":\"Leak\"}'"})
final class CallVerb extends Verb {
    @Parameters(paramLabel = "ACTION", description = "Name of the action, or APPLICATION/ACTION.")
    @SuppressWarnings("NullAway.Init")
    private String action;

    @Option(names = "--env", paramLabel = "ENV", description = "The environment; development unless set.")
    private String environment = "development";

    @Option(
            names = "--input",
            paramLabel = "JSON",
            description = "What the action gets, or @FILE for what a file holds; null unless set.")
    private String input = "null";

    @Override
    protected int run(Session session) throws Exception {
        NameLookup.environment(session, environment);
        JsonNode result = ObjectControl.of(
                        session.writableHome(), session.processEnvironment().env())
                .call(
                        session.project(),
                        environment,
                        action,
                        parse(session),
                        session.processEnvironment().cancellation());
        Json.print(result, session.out());
        return ExitCode.DONE;
    }

    private JsonNode parse(Session session) {
        String text = input;
        try {
            if (text.startsWith("@")) {
                text = Files.readString(session.processEnvironment().cwd().resolve(text.substring(1)));
            }
            return JsonMapper.shared().readTree(text);
        } catch (IOException e) {
            throw new BadInputException(
                    "--input " + input + ": the file cannot be read. Give the path of a JSON file.", e);
        } catch (JacksonException e) {
            throw new BadInputException(
                    "--input is not JSON: " + e.getOriginalMessage() + ". Write it like '{\"title\":\"Leak\"}'.", e);
        }
    }
}
