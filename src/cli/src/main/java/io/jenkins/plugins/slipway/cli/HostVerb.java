package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.Style;
import io.jenkins.plugins.slipway.host.HostControl;
import io.jenkins.plugins.slipway.host.control.StatusReport;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "host",
        description = "The daemon that serves this machine's environments. Deployments start it when they need it.",
        synopsisSubcommandLabel = "start|run|stop|upgrade|status|names|certificate|metrics",
        subcommands = {
            HostVerb.Start.class,
            HostVerb.Foreground.class,
            HostVerb.Stop.class,
            HostVerb.Upgrade.class,
            HostVerb.Status.class,
            NamesVerb.class,
            CertificateVerb.class,
            MetricsVerb.class
        },
        footer = {"", "Example: slipway host start --port 8080"})
final class HostVerb implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Which one: start, run, stop, upgrade, status, names, certificate or metrics? None is given.");
    }

    static HostControl control(Session session) {
        return HostControl.of(session.home(), session.processEnvironment().env());
    }

    @Command(
            name = "start",
            description = "Starts the daemon, if it is not running, and the applications that were live.",
            footer = {"", "Example: slipway host start --port 8080"})
    static final class Start extends Verb {
        @Mixin
        private final ListenOptions listen = new ListenOptions();

        @Override
        protected int run(Session session) throws InterruptedException {
            listen.check();
            session.writableHome();
            print(session, Optional.of(control(session).start(listen.port(), listen.address())));
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "run",
            description =
                    "Starts the daemon like ‘start’ and stays in the foreground: restarts it if it and its router are killed,"
                            + " and stops everything when it ends. For systemd and the like.",
            footer = {"", "Example: slipway host run"})
    static final class Foreground extends Verb {
        @Mixin
        private final ListenOptions listen = new ListenOptions();

        @Override
        protected int run(Session session) throws InterruptedException {
            listen.check();
            session.writableHome();
            boolean stopped = control(session)
                    .run(
                            listen.port(),
                            listen.address(),
                            report -> print(session, Optional.of(report)),
                            session.processEnvironment().cancellation());
            session.say(
                    stopped ? "The host has stopped." : "The host was upgraded: another version watches over it now.");
            return stopped ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    @Command(
            name = "stop",
            description =
                    "Stops the daemon and the applications. What is live stays recorded: the next start brings it back.",
            footer = {"", "Example: slipway host stop"})
    static final class Stop extends Verb {
        @Option(
                names = "--leave-applications",
                description = "The applications keep running, unreachable, until the next daemon takes them over.")
        private boolean leave;

        @Override
        protected int run(Session session) throws InterruptedException {
            boolean ran = control(session).stop(!leave);
            answer(
                    session,
                    document(Optional.empty()),
                    () -> session.out()
                            .println(ran ? "The host daemon has stopped." : "No host daemon is running here."));
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "upgrade",
            description =
                    "Replaces the running daemon and router with those of this slipway. The applications keep running, and no"
                            + " request is refused. Waits until no deployment is under way.",
            footer = {"", "Example: slipway host upgrade"})
    static final class Upgrade extends Verb {
        @Override
        protected int run(Session session) throws InterruptedException {
            Optional<StatusReport> report =
                    control(session).upgrade(session.processEnvironment().cancellation());
            print(session, report);
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "status",
            description = "Shows whether the daemon runs, where it listens and what it serves.",
            footer = {"", "Example: slipway host status --json"})
    static final class Status extends Verb {
        @Override
        protected int run(Session session) throws InterruptedException {
            print(session, control(session).status());
            return ExitCode.DONE;
        }
    }

    private static void print(Session session, Optional<StatusReport> report) {
        Verb.answer(
                session,
                document(report),
                () -> report.ifPresentOrElse(
                        running -> {
                            session.out()
                                    .println("The host daemon is running: process " + running.pid() + ", port "
                                            + running.port() + ".");
                            running.notices().forEach(notice -> session.out().println("Note: " + notice));
                            running.environments()
                                    .forEach(one -> session.out().println("  " + line(one, session.style())));
                        },
                        () -> session.out()
                                .println("No host daemon is running for " + session.home()
                                        + ". ‘slipway host start’ starts it.")));
    }

    private static String line(StatusReport.Environment one, Style style) {
        Integer release = one.live().release();
        return style.strong(one.project() + "/" + one.name()) + ": "
                + (release == null
                        ? "empty"
                        : "release " + release + ", " + one.live().health()) + ", "
                + one.traffic().answered() + " requests answered, "
                + one.traffic().held() + " held, "
                + one.traffic().refused() + " refused, " + one.traffic().lost() + " lost";
    }

    private static ObjectNode document(Optional<StatusReport> report) {
        ObjectNode document = Json.object().put("running", report.isPresent());
        document.put("pid", report.map(StatusReport::pid).orElse(null));
        document.put("router", report.map(StatusReport::router).orElse(null));
        document.put("version", report.map(StatusReport::version).orElse(null));
        document.put("port", report.map(StatusReport::port).orElse(null));
        ArrayNode notices = document.putArray("notices");
        report.ifPresent(running -> running.notices().forEach(notices::add));
        ArrayNode environments = document.putArray("environments");
        for (StatusReport.Environment one :
                report.map(StatusReport::environments).orElse(java.util.List.of())) {
            ObjectNode node = Json.object()
                    .put("project", one.project())
                    .put("name", one.name())
                    .put("ownPort", one.ownPort() == 0 ? null : Integer.valueOf(one.ownPort()))
                    .put("release", one.live().release())
                    .put("health", one.live().health());
            node.set("traffic", TrafficJson.of(one.traffic()));
            environments.add(node);
        }
        return document;
    }
}
