package io.jenkins.plugins.slipway.engine.target.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.target.Stage;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Moment;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Point;
import java.io.File;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;

/** A deployer in a process of its own, which is ended by {@code kill -9} at a moment. */
@NullUnmarked
public final class ContractDeployer {
    private ContractDeployer() {}

    /** Runs one to its end. */
    static void killed(Path folder, PlaceUnderTest place, int release, Moment moment) throws Exception {
        Path said = folder.resolve("deployer.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ContractDeployer.class.getName(),
                folder.toString(),
                Integer.toString(release),
                Integer.toString(moment.index()),
                moment.step(),
                moment.stage().name(),
                moment.point().name(),
                place.getClass().getName()));
        command.addAll(place.arguments());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(new File(said.toString())))
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", moment, Files.readString(said))
                .isEqualTo(128 + 9);
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Moment moment = new Moment(Integer.parseInt(args[2]), args[3], Stage.valueOf(args[4]), Point.valueOf(args[5]));
        List<String> rest = List.of(args).subList(7, args.length);
        Constructor<?> constructor = Class.forName(args[6]).getDeclaredConstructor(List.class);
        constructor.setAccessible(true);
        PlaceUnderTest place = (PlaceUnderTest) constructor.newInstance(rest);
        ContractProject project = ContractProject.find(folder);
        Release release = project.records
                .releases()
                .find("shop", Integer.parseInt(args[1]))
                .orElseThrow();
        Target target = place.open(project);
        DeployPlan plan = project.plan(target, release);
        project.act(
                MortalTarget.dying(target, moment, ContractDeployer::kill).of(plan.planned()),
                plan,
                DeployListener.none());
        System.out.println("went live");
    }

    private static void kill() {
        try {
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            // The signal is on its way.
            new java.util.concurrent.CountDownLatch(1).await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
