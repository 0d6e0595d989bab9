package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.NameLookup;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.IndentedOutput;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.host.ObjectControl;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "reconcile",
        description =
                "Makes third parties deliver to exactly the webhooks that are live: does what is still to be done about"
                        + " subscriptions.",
        footer = {"", "Example: slipway reconcile production"})
final class ReconcileVerb extends Verb {
    @Parameters(paramLabel = "ENV", description = "The environment.")
    @SuppressWarnings("NullAway.Init")
    private String environment;

    @Option(
            names = "--give-up",
            paramLabel = "KEY",
            description = "Stops trying this operation; ‘slipway objects ENV --pending’ shows the keys.")
    private @Nullable String key;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why it is given up; kept in the records.")
    private String reason = "";

    @Override
    protected int run(Session session) throws Exception {
        NameLookup.environment(session, environment);
        ObjectControl control = ObjectControl.of(
                session.writableHome(), session.processEnvironment().env());
        if (key != null) {
            return giveUp(session, control, key);
        }
        IndentedOutput output = IndentedOutput.script(session.processEnvironment());
        JsonNode report = control.reconcile(
                session.project(),
                environment,
                session.by() + " (reconcile)",
                output,
                session.processEnvironment().cancellation());
        output.endLine();
        ObjectNode document = Json.object().put("environment", environment);
        document.set("done", report.path("done"));
        document.set("undone", report.path("undone"));
        List<String> undone = new ArrayList<>();
        report.path("undone").forEach(one -> undone.add(one.asString("")));
        answer(session, document, () -> {
            if (undone.isEmpty()) {
                session.out().println(session.style().good("Subscriptions of " + environment + " are as declared."));
            } else {
                session.out().println(session.style().bad("Still to be done in " + environment + ":"));
                undone.forEach(one -> session.out().println("  " + one));
            }
        });
        return undone.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int giveUp(Session session, ObjectControl control, String given) throws InterruptedException {
        if (reason.isBlank()) {
            throw new BadInputException("--give-up needs --reason: say why nobody has to do it any more.");
        }
        JsonNode one = control.giveUp(session.project(), environment, given, session.by(), reason);
        answer(
                session,
                one,
                () -> session.out()
                        .println("Given up: " + one.path("state").asString("").toLowerCase(java.util.Locale.ROOT) + " "
                                + one.path("webhook").asString("") + "."));
        return ExitCode.DONE;
    }
}
