package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.NameLookup;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.Table;
import io.jenkins.plugins.slipway.host.ObjectControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "objects",
        description = "Lists the actions and webhooks that are live in an environment, and their subscriptions.",
        footer = {"", "Example: slipway objects production --pending"})
final class ObjectsVerb extends Verb {
    @Parameters(paramLabel = "ENV", description = "The environment.")
    @SuppressWarnings("NullAway.Init")
    private String environment;

    @Option(names = "--pending", description = "Only what is still to be done about subscriptions.")
    private boolean pending;

    @Override
    protected int run(Session session) throws Exception {
        NameLookup.environment(session, environment);
        JsonNode list = ObjectControl.of(
                        session.writableHome(), session.processEnvironment().env())
                .list(session.project(), environment);
        ObjectNode document = Json.object().put("environment", environment);
        if (!pending) {
            document.set("objects", list.path("objects"));
        }
        List<JsonNode> shown = new ArrayList<>();
        list.path("subscriptions").forEach(one -> {
            if (!pending || one.path("pending").asBoolean(false)) {
                shown.add(one);
            }
        });
        document.putArray("subscriptions").addAll(shown);
        if (!pending) {
            document.set("runs", list.path("runs"));
        }
        answer(session, document, () -> print(session, list, shown));
        return ExitCode.DONE;
    }

    private void print(Session session, JsonNode list, List<JsonNode> subscriptions) {
        if (pending) {
            pending(session, subscriptions);
            return;
        }
        if (list.path("objects").isEmpty()) {
            session.out().println("No object is live in " + environment + ".");
            return;
        }
        Table table = new Table(session.style(), "KIND", "NAME", "APPLICATION", "RELEASE", "SUBSCRIPTION", "ADDRESS");
        for (JsonNode object : list.path("objects")) {
            String name = text(object, "name");
            String application = text(object, "application");
            table.row(
                    text(object, "kind"),
                    name,
                    application,
                    object.path("release").asString(""),
                    state(subscriptions, application, name),
                    text(object, "url"));
        }
        table.print(session.out());
        if (subscriptions.stream().anyMatch(one -> one.path("pending").asBoolean(false))) {
            session.out().println("Not all subscriptions are done: ‘slipway objects " + environment + " --pending’.");
        }
    }

    private static String state(List<JsonNode> subscriptions, String application, String webhook) {
        return subscriptions.stream()
                .filter(one -> text(one, "webhook").equals(webhook)
                        && text(one, "application").equals(application))
                .map(one -> (one.path("pending").asBoolean(false) ? "to " : "")
                        + text(one, "state").toLowerCase(Locale.ROOT))
                .reduce((first, second) -> first + ", " + second)
                .orElse("-");
    }

    private void pending(Session session, List<JsonNode> subscriptions) {
        if (subscriptions.isEmpty()) {
            session.out().println("Nothing is pending in " + environment + ".");
            return;
        }
        Table table = new Table(session.style(), "TO DO", "WEBHOOK", "BY RELEASE", "ATTEMPTS", "KEY", "LAST ERROR");
        for (JsonNode one : subscriptions) {
            table.row(
                    text(one, "state").toLowerCase(Locale.ROOT),
                    text(one, "webhook"),
                    one.path("release").asString(""),
                    one.path("attempts").asString(""),
                    text(one, "key"),
                    text(one, "error"));
        }
        table.print(session.out());
        session.out()
                .println("‘slipway reconcile " + environment
                        + "’ tries again; with --give-up KEY --reason TEXT it stops" + " trying.");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
