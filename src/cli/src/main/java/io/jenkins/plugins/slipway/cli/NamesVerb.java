package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.Table;
import io.jenkins.plugins.slipway.host.name.NameRegistry.Holding;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "names",
        description =
                "Lists the host names that environments hold besides ENVIRONMENT.PROJECT.localhost. No other environment can"
                        + " be deployed with such a name. It is given back by a deployment of its holder without it, or here.",
        footer = {"", "Example: slipway host names", "         slipway host names --release shop.example.com"})
final class NamesVerb extends Verb {
    @Option(
            names = "--release",
            paramLabel = "NAME",
            description = "Its holder does not answer at this name any more; whoever deploys next with it gets it.")
    private @Nullable String name;

    @Override
    protected int run(Session session) throws InterruptedException {
        session.writableHome();
        if (name != null) {
            Holding released = HostVerb.control(session).releaseName(name);
            answer(
                    session,
                    node(released).put("released", true),
                    () -> session.out()
                            .println("The name " + released.name() + " was given back; " + released.project() + "/"
                                    + released.environment() + " held it."));
            return ExitCode.DONE;
        }
        List<Holding> all = HostVerb.control(session).names();
        ObjectNode document = Json.object();
        ArrayNode names = document.putArray("names");
        all.forEach(one -> names.add(node(one)));
        answer(session, document, () -> {
            if (all.isEmpty()) {
                session.out().println("No environment holds a name besides its own.");
                return;
            }
            Table table = new Table(session.style(), "NAME", "HELD BY", "SINCE");
            all.forEach(one -> table.row(one.name(), one.project() + "/" + one.environment(), one.since()));
            table.print(session.out());
        });
        return ExitCode.DONE;
    }

    private static ObjectNode node(Holding holding) {
        return Json.object()
                .put("name", holding.name())
                .put("project", holding.project())
                .put("environment", holding.environment())
                .put("since", holding.since());
    }
}
