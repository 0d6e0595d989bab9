package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A deployer in a process of its own, to be stopped and killed: waits before a phase until something is written to it. */
public final class DeployerMain {
    private DeployerMain() {}

    public static Process start(Workshop workshop, int token, Phase before, Path said) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeployerMain.class.getName(),
                        workshop.home().getParent().toString(),
                        Integer.toString(token),
                        before.name(),
                        said.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(said + ".log")))
                .start();
    }

    public static void main(String[] args) throws Exception {
        Workshop workshop = new Workshop(Path.of(args[0]));
        int token = Integer.parseInt(args[1]);
        Phase before = Phase.valueOf(args[2]);
        Path said = Path.of(args[3]);
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(workshop.spec(token, "zombie"));
            for (Phase phase : Phase.values()) {
                if (phase == before) {
                    say(said, "waits");
                    int read = System.in.read();
                    say(said, "goes on " + read);
                }
                deployment
                        .operation(Workshop.step(phase))
                        .run(Workshop.sink(new StringBuilder()), Cancellation.never());
            }
            say(said, "done");
        } catch (RuntimeException e) {
            say(said, e.toString());
        }
    }

    private static void say(Path said, String text) throws Exception {
        Files.writeString(said, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
