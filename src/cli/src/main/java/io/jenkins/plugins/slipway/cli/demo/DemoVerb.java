package io.jenkins.plugins.slipway.cli.demo;

import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.cli.session.Verb;
import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import io.jenkins.plugins.slipway.cli.terminal.Json;
import io.jenkins.plugins.slipway.cli.terminal.ProcessEnvironment;
import io.jenkins.plugins.slipway.cli.terminal.Times;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "demo",
        description =
                "Shows the whole life of a release on a copy of the guestbook example, in a temporary folder, with"
                        + " traffic. In the end it stops all that it started.",
        footer = {"", "Example: slipway demo --keep"})
public final class DemoVerb extends Verb {
    @Option(names = "--keep", description = "Leaves the applications running.")
    private boolean keep;

    private final DemoStage.Program program;

    /** @param program what runs the verbs that are shown */
    public DemoVerb(DemoStage.Program program) {
        this.program = program;
    }

    @Override
    protected int run(Session session) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        ProcessEnvironment processEnvironment = session.processEnvironment();
        PrintStream story = session.json() ? processEnvironment.err() : processEnvironment.out();
        Path folder = Files.createTempDirectory(processEnvironment.temporary(), "slipway-demo-")
                .toRealPath();
        Path home = session.homeIsGiven() ? session.writableHome() : folder.resolve("state");
        DemoProject project =
                DemoProject.in(Files.createDirectory(folder.resolve("guestbook")), processEnvironment.env());
        DemoStage stage = new DemoStage(
                program,
                processEnvironment,
                story,
                session.json() ? processEnvironment.errStyle() : processEnvironment.outStyle(),
                project.folder(),
                home);
        boolean ranBefore = stage.ask("host", "status").get("running").asBoolean();
        stage.tell("The whole life of a release, on a copy of the guestbook example.");
        Demo demo = new Demo(stage, project);
        boolean played = false;
        try {
            demo.play();
            played = true;
            stage.chapter(keep || ranBefore ? "It runs on" : "All is stopped, nothing is deleted");
            tellWhere(stage, demo, project.folder(), home, keep || ranBefore);
        } finally {
            if (!ranBefore && !(keep && played)) {
                // Also after a failure or Ctrl-C: what was started does not stay.
                stage.ask("host", "stop");
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        stage.tell("");
        stage.tell("Done in " + Times.seconds(seconds) + ".");
        if (session.json()) {
            Json.print(document(demo, project.folder(), home, seconds), processEnvironment.out());
        }
        return ExitCode.DONE;
    }

    private static void tellWhere(DemoStage stage, Demo demo, Path project, Path home, boolean running) {
        stage.tell("  addresses  " + String.join("  ", demo.addresses()));
        stage.tell("  project    " + project);
        stage.tell("  records    " + home.resolve("records"));
        stage.tell("  logs       " + home.resolve("journal"));
        String options = " --dir " + project + " --home " + home;
        stage.tell(
                running
                        ? "Stop it with ‘slipway host stop --home " + home + "’."
                        : "Look around with ‘slipway status" + options
                                + "’, bring it back with ‘slipway host start --home " + home
                                + "’, or delete the folder.");
    }

    private static ObjectNode document(Demo demo, Path project, Path home, double seconds) {
        ObjectNode document = Json.object().put("project", project.toString()).put("home", home.toString());
        document.set("urls", Json.strings(demo.addresses()));
        document.putObject("requests")
                .put("answered", demo.total().answered())
                .put("held", demo.held())
                .put("refused", demo.total().refused())
                .put("lost", demo.total().lost());
        return document.put("seconds", Json.seconds(seconds));
    }
}
