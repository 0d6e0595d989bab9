package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.engine.RefusedException;
import picocli.CommandLine.Command;

@Command(
        name = "metrics",
        description = "Prints the metrics of the host in the format of Prometheus: answers by status, held and refused"
                + " requests, durations. None of it is available over the network.",
        footer = {"", "Example: slipway host metrics > /var/lib/node_exporter/slipway.prom"})
final class MetricsVerb extends Verb {
    @Override
    protected int run(Session session) throws InterruptedException {
        String text = HostVerb.control(session)
                .metrics()
                .orElseThrow(() -> new RefusedException(
                        "No host daemon is running for " + session.home() + ". ‘slipway host start’ starts it."));
        answer(session, Json.object().put("text", text), () -> session.out().print(text));
        return ExitCode.DONE;
    }
}
