package io.jenkins.plugins.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.environment.Phase;
import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import io.jenkins.plugins.slipway.engine.target.LeasedDeployment;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.daemon.ShutdownMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationTest {
    @TempDir
    private Path folder;

    private Workshop workshop;
    private Daemon host;

    @BeforeEach
    void start() {
        workshop = new Workshop(folder);
    }

    @AfterEach
    void stop() throws Exception {
        host.stop(ShutdownMode.WITH_APPLICATIONS);
    }

    @Test
    void in_a_sandbox_a_release_sees_no_other_environment_no_home_and_no_process_but_its_own() throws Exception {
        assumeTrue(Sandboxes.availability() instanceof Availability.Enforced);
        host = workshop.host(true);
        Path other = Files.createDirectories(workshop.home().resolve("host/environments/shop/staging/mounts/app"));
        Files.writeString(other.resolve("secret"), "x");

        String said = workshop.deploy(workshop.spec(
                1,
                "one",
                "",
                "deploy: |\n"
                        + "  pwd\n"
                        + "  cat " + other.resolve("secret") + " 2>/dev/null && echo LEAK-FILE\n"
                        + "  ls " + workshop.home() + "/artifacts 2>/dev/null && echo LEAK-HOME\n"
                        + "  (echo x > version) 2>/dev/null && echo LEAK-WRITE\n"
                        + "  (echo x > /usr/slipway-test) 2>/dev/null && echo LEAK-MACHINE\n"
                        + "  kill -0 " + ProcessHandle.current().pid() + " 2>/dev/null && echo LEAK-PROCESS\n"
                        + "  echo private > /tmp/mine && echo data > data/mine\n"
                        + "  echo end"));

        assertThat(said).contains("/app\n", "end\n").doesNotContain("LEAK");
        assertThat(Path.of("/tmp/mine")).doesNotExist();
        assertThat(workshop.data().resolve("mine")).content().isEqualTo("data\n");
    }

    @Test
    void a_hook_finds_no_secret_of_the_host_and_harms_no_process_of_others() throws Exception {
        assumeTrue(
                Sandboxes.availability() instanceof Availability.Enforced,
                () -> "no sandboxes here: " + Sandboxes.availability());
        host = workshop.host(true);
        workshop.deploy(workshop.spec(1, "one"));
        String born = Workshop.client(host).get("/born").body();
        Path home = workshop.home();

        StringBuilder script = new StringBuilder("deploy: |\n");
        for (Path secret : List.of(
                home.resolve("records"),
                home.resolve("host/control.sock"),
                home.resolve("host/state.json"),
                home.resolve("host/log"),
                home.resolve("host/releases/shop/production/1-app/version"),
                home.resolve("host/environments/shop/production/state.json"),
                home.resolve("host/environments/shop/production/services"),
                home.resolve("host/environments/shop/production/backups"),
                home.resolve("journal"),
                Path.of("/etc/shadow"),
                Path.of(System.getProperty("user.home"), ".ssh"))) {
            script.append("  test -s ")
                    .append(secret)
                    .append(" && echo LEAK ")
                    .append(secret)
                    .append('\n');
        }
        script.append(
                        "  cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -v ^PATH= | grep -i -e surefire -e maven && echo LEAK-ENVIRON\n")
                .append("  test $(ls -d /proc/[0-9]* | wc -l) -lt 12 || echo LEAK-PROCESSES\n")
                .append("  (mount -t tmpfs none /mnt) 2>/dev/null && echo LEAK-MOUNT\n")
                .append("  (mount -o remount,rw /app) 2>/dev/null && echo LEAK-REMOUNT\n")
                .append("  (chmod -R u+w /app/version && echo x > /app/version) 2>/dev/null && echo LEAK-WRITE\n")
                .append("  (echo x > /proc/sys/kernel/hostname) 2>/dev/null && echo LEAK-KERNEL\n")
                .append("  (mkdir /sys/fs/cgroup/mine) 2>/dev/null && echo LEAK-CGROUP\n")
                .append("  env | grep -v ^PATH= | grep -i -e surefire -e maven && echo LEAK-ENV\n")
                .append("  kill -9 -1 2>/dev/null || true\n")
                .append("  echo end\n");
        String said;
        try (Lock lock = workshop.lock()) {
            LeasedDeployment deployment = lock.begin(workshop.spec(2, "two", "", script.toString()));
            StringBuilder log = new StringBuilder();
            Workshop.perform(deployment, log, List.of(Phase.PREPARE, Phase.MOUNT));
            assertThat(Workshop.client(host).get("/born").body()).isEqualTo(born);
            Workshop.perform(deployment, log, List.of(Phase.DEPLOY));
            said = log.toString();
            assertThat(Workshop.client(host).get("/born").body()).isEqualTo(born);
        }

        assertThat(said).contains("end\n").doesNotContain("LEAK");
    }

    @Test
    void without_sandboxes_mounts_are_links_the_rest_is_read_only_and_the_log_says_so() throws Exception {
        host = workshop.host(false);

        String said = workshop.deploy(workshop.spec(1, "one"));
        Client client = Workshop.client(host);
        client.get("/append?kept");
        workshop.deploy(workshop.spec(2, "two"));

        assertThat(said).contains("protected by file permissions only, as it is switched off");
        assertThat(client.get("/lines").body()).isEqualTo("kept\n");
        Path release = workshop.home().resolve("host/releases/shop/production/2-app");
        assertThat(Files.getPosixFilePermissions(release.resolve("version")))
                .allMatch(permission -> permission.name().endsWith("_READ"));
        assertThat(release.resolve("data")).isSymbolicLink();
    }

    /** A session, a parent and an environment of its own, no descriptor and another directory. */
    @Test
    void without_sandboxes_what_left_everything_behind_ends_with_its_release_all_the_same() throws Exception {
        Path pids = folder.resolve("pids");
        workshop.withEnvironmentFile("(cd /; env -i setsid sh -c 'echo $$ >>" + pids
                + "; exec sleep 1000' </dev/null >/dev/null 2>&1 &)\nwhile [ ! -s " + pids
                + " ]; do sleep 0.01; done\n");
        host = workshop.host(false);
        workshop.deploy(workshop.spec(1, "one"));
        List<String> left = Files.readAllLines(pids);
        assertThat(left).anyMatch(IsolationTest::runs);

        host.stop(ShutdownMode.WITH_APPLICATIONS);

        assertThat(left).noneMatch(IsolationTest::runs);
    }

    /** One that has ended may wait for its new parent to notice. */
    private static boolean runs(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }
}
