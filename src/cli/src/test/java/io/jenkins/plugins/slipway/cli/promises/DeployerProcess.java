package io.jenkins.plugins.slipway.cli.promises;

import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.environment.Deployment.PhaseState;
import io.jenkins.plugins.slipway.engine.environment.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;

/** A deployer in a process of its own, which stops at a point that is given and waits there to be killed. */
@NullUnmarked
final class DeployerProcess {
    private static final String STOPPED = "stopped";

    private DeployerProcess() {}

    /** Arguments: the shop's folder, environment, release, and where to stop, such as {@code HOLD begun}. */
    public static void main(String[] args) throws Exception {
        String stop = args[3];
        try (DeployListenerThatStops listener = new DeployListenerThatStops(stop)) {
            Shop.find(Path.of(args[0])).deploy(args[1], Integer.parseInt(args[2]), listener);
        }
        System.out.println("ended");
    }

    private record DeployListenerThatStops(String stop) implements DeployListener, AutoCloseable {
        @Override
        public void phaseStarted(Phase phase) {
            at(phase + " begun");
        }

        @Override
        public void phaseEnded(Phase phase, PhaseState state, double seconds) {
            at(phase + " ended");
        }

        private void at(String point) {
            if (point.equals(stop)) {
                System.out.println(STOPPED);
                try {
                    // Nobody writes here: this waits for the kill.
                    System.in.read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void close() {}
    }

    /** Runs one until it has reached the point, and kills it there as {@code kill -9} does. */
    static void killAt(Shop shop, String environment, int release, String point) throws Exception {
        Process process = new ProcessBuilder(List.of(
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
                .start();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder said = new StringBuilder();
            String line = reader.readLine();
            while (line != null && !line.equals(STOPPED)) {
                said.append(line).append('\n');
                line = reader.readLine();
            }
            if (line == null) {
                throw new AssertionError("never came to ‘" + point + "’: " + said);
            }
        } finally {
            process.destroyForcibly();
            process.waitFor(30, TimeUnit.SECONDS);
        }
    }
}
