package io.jenkins.plugins.slipway.cli.promises;

import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;

/** A deployer in a process of its own, which stops at a point that is given, to be killed there or to be woken up later. */
@NullUnmarked
final class DeployerProcess implements AutoCloseable {
    private static final String STOPPED = "stopped";

    private final Process process;
    private final BufferedReader output;

    private DeployerProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Arguments: the shop's folder, environment, release, and where to stop, such as {@code HOLD begun}. */
    public static void main(String[] args) throws Exception {
        try {
            Shop.find(Path.of(args[0])).deploy(args[1], Integer.parseInt(args[2]), stopAt(args[3]));
            System.out.println("went live");
        } catch (DeploymentFailedException e) {
            System.out.println(e.result().state() + ": " + e.getMessage());
        }
    }

    private static DeployListener stopAt(String stop) {
        return new DeployListener() {
            @Override
            public void phaseStarted(String phase) {
                at(phase + " begun");
            }

            @Override
            public void phaseEnded(String phase, PhaseState state, double seconds) {
                at(phase + " ended");
            }

            private void at(String point) {
                if (point.equals(stop)) {
                    System.out.println(STOPPED);
                    try {
                        // Waits for the kill, or to be woken up.
                        System.in.read();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
    }

    /** Runs one until it has reached the point. */
    static DeployerProcess stoppedAt(Shop shop, String environment, int release, String point) throws IOException {
        DeployerProcess deployer = new DeployerProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeployerProcess.class.getName(),
                        shop.home.getParent().toString(),
                        environment,
                        Integer.toString(release),
                        point))
                .redirectErrorStream(true)
                .start());
        StringBuilder said = new StringBuilder();
        String line = deployer.output.readLine();
        while (line != null && !line.equals(STOPPED)) {
            said.append(line).append('\n');
            line = deployer.output.readLine();
        }
        if (line == null) {
            deployer.close();
            throw new AssertionError("never came to ‘" + point + "’: " + said);
        }
        return deployer;
    }

    /** Runs one until it has reached the point, and kills it there as {@code kill -9} does. */
    static void killAt(Shop shop, String environment, int release, String point) throws Exception {
        stoppedAt(shop, environment, release, point).close();
    }

    /** Stands still as a machine that sleeps does: not even its signs of life go out. */
    void freeze() throws Exception {
        signal("STOP");
    }

    /** Goes on from where it stopped. */
    void goOn() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Waits so long, or for its end if that comes sooner. */
    void within(Duration time) throws InterruptedException {
        process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Goes on where it stood. Returns what it says in the end. */
    String wakeUp() throws Exception {
        signal("CONT");
        goOn();
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
        }
        process.waitFor(120, TimeUnit.SECONDS);
        return said.toString();
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(120, TimeUnit.SECONDS).join();
    }
}
