package io.jenkins.plugins.slipway.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SandboxTest {
    private static final Map<String, String> PATH = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin");

    @TempDir
    Path directory;

    private final LocalProcessRunner runner = LocalProcessRunner.create();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private Path app;

    @BeforeEach
    void needs_bubblewrap() throws Exception {
        assumeTrue(runner.sandboxes() instanceof Availability.Enforced, () -> "not run: " + runner.sandboxes());
        app = Files.createDirectory(directory.resolve("app"));
    }

    @Test
    void only_the_given_directories_are_writable() throws Exception {
        Completion completion = run("pwd; echo new > file; for d in / /usr /etc /opt /root /home /run /var;"
                + " do touch $d/x 2>/dev/null && echo wrote $d; done; echo private > /tmp/private");

        assertThat(output).hasToString("/app\n");
        assertThat(completion.succeeded()).isTrue();
        assertThat(app.resolve("file")).hasContent("new");
        assertThat(Path.of("/tmp/private")).doesNotExist();
    }

    @Test
    void homes_other_processes_and_the_machine_s_secrets_are_out_of_sight() throws Exception {
        Files.writeString(directory.resolve("other-project"), "secret");

        run("set +e; ls -A /root /home /run /var/lib/postgresql 2>/dev/null | grep -v ':$' | grep . ; cat " + directory
                + "/other-project; cat /etc/shadow; ls /etc/ssh; ls -d /proc/[0-9]* | wc -l");

        assertThat(output.toString().lines().filter(line -> line.contains("secret") || line.contains("root:")))
                .isEmpty();
        assertThat(output.toString()
                        .lines()
                        .reduce((a, b) -> b)
                        .map(Integer::parseInt)
                        .orElseThrow())
                .isLessThan(10);
    }

    @Test
    void of_the_machine_s_settings_only_those_on_the_list_are_there() throws Exception {
        run("find /etc -mindepth 1 -maxdepth 2");

        assertThat(output.toString().lines().map(Path::of)).isNotEmpty().allMatch(Sandboxes::shows);
        output.reset();
        run(
                "cat /etc/shadow /etc/gshadow /etc/sudoers /etc/environment /etc/fstab /etc/machine-id 2>/dev/null || true");
        assertThat(output.size()).isZero();
    }

    @Test
    void names_users_libraries_and_certificates_are_known() throws Exception {
        Completion completion = run("getent passwd root; getent hosts localhost; test -s /etc/ld.so.cache; date");

        assertThat(completion.succeeded()).as(output.toString()).isTrue();
        if (Files.exists(Path.of("/etc/ssl/certs/ca-certificates.crt"))) {
            assertThat(run("test -s /etc/ssl/certs/ca-certificates.crt").succeeded())
                    .isTrue();
        }
    }

    /** As far as this machine has them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gcc -o hello -x c - <<EOF\n#include <stdio.h>\nint main(void) { puts(\"hello\"); }\nEOF\n./hello",
                "node -e 'require(\"fs\"); require(\"dns\").lookup(\"localhost\", e => console.log(e ? e : \"hello\"))'",
                "python3 -m venv v && v/bin/python -c 'import ssl, socket; ssl.create_default_context(); print(\"hello\")'",
                "java -XshowSettings:security -version >/dev/null 2>&1 && echo hello",
                "perl -e 'use POSIX; print \"hello\\n\"'",
                "php -r 'echo \"hello\\n\";'",
                "ruby -e 'require \"openssl\"; puts \"hello\"'",
                "mvn -v >/dev/null && echo hello",
                "npm config list >/dev/null && echo hello",
                "go version >/dev/null && echo hello",
                "composer --version >/dev/null && echo hello",
                "git init -q r && cd r && git config user.name a && git config user.email a@b && git commit -q --allow-empty -m m && echo hello"
            })
    void the_usual_tools_work(String script) throws Exception {
        String tool = script.substring(0, script.indexOf(' '));
        assumeTrue(Files.isExecutable(Path.of("/usr/bin", tool)), () -> "this machine has no " + tool);
        String java = System.getProperty("java.home") + "/bin";
        Command command = Command.script(
                        script, app, Map.of("PATH", java + ":/usr/local/bin:/usr/bin:/bin", "HOME", "/tmp"))
                .in(new Sandbox(Map.of(app, Path.of("/app")), Map.of(), Set.of(), true));

        Completion completion = runner.run(command, output::write, Cancellation.never());

        assertThat(completion.succeeded()).as(output.toString()).isTrue();
        assertThat(output.toString()).endsWith("hello\n");
    }

    @Test
    void nothing_of_the_machine_can_be_reached_for() throws Exception {
        run("set +e; for d in /srv /mnt /media /boot /var/log /var/spool /var/backups /var/lib/docker /run/docker.sock"
                + " /run/dbus /run/user /run/systemd/private /tmp/.X11-unix; do ls -A $d 2>/dev/null | sed \"s|^|$d/|\"; done;"
                + " for f in /proc/sysrq-trigger /proc/sys/kernel/core_pattern /sys/kernel/uevent_helper /dev/mem /dev/sda;"
                + " do [ -e $f ] && (: >>$f) 2>/dev/null && echo $f; done;"
                + " (: </dev/tty) 2>/dev/null && echo terminal;"
                + " kill -0 " + ProcessHandle.current().pid() + " 2>/dev/null && echo process;"
                + " grep -v '^Cap[A-Z][a-z]*:.0*$' /proc/self/status | grep ^Cap | grep -v Bnd;"
                + " grep -q 'NoNewPrivs:.1' /proc/self/status || echo privileges; true");

        assertThat(output).hasToString("");
    }

    @Test
    void a_directory_of_the_machine_can_be_hidden() throws Exception {
        Command command = Command.script("ls -A /usr/share", app, PATH)
                .in(new Sandbox(Map.of(app, Path.of("/app")), Map.of(), Set.of(Path.of("/usr/share")), true));

        runner.run(command, output::write, Cancellation.never());

        assertThat(output.size()).isZero();
    }

    @Test
    void without_network_there_is_nothing_to_connect_to() throws Exception {
        Command command = Command.script("tail -n +3 /proc/net/dev | grep -v lo: || echo none", app, PATH)
                .in(new Sandbox(Map.of(app, Path.of("/app")), Map.of(), Set.of(), false));

        runner.run(command, output::write, Cancellation.never());

        assertThat(output).hasToString("none\n");
    }

    @Test
    void a_process_that_left_everything_behind_still_ends_with_its_command() throws Exception {
        Completion completion = run(
                "(setsid env -i /bin/sh -c 'trap \"\" TERM; echo > ready; while :; do echo x >> alive; sleep 0.01; done'"
                        + " >/dev/null 2>&1 &); while [ ! -e ready ]; do sleep 0.01; done");

        assertThat(completion).isEqualTo(new Completion.Exited(0));
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains("echo x >> alive")))
                .isEmpty();
    }

    @Test
    void what_was_asked_to_end_may_clean_up_first() throws Exception {
        Completion completion = runner.run(
                sandboxed(
                        "trap 'echo cleaned > cleaned; exit 0' TERM; echo > ready; while :; do sleep 0.05 || :; done"),
                output::write,
                CancelledOnce.thereIs(app.resolve("ready")));

        assertThat(completion).isEqualTo(new Completion.Cancelled());
        assertThat(app.resolve("cleaned")).hasContent("cleaned");
    }

    @Test
    void exit_codes_come_through() throws Exception {
        assertThat(run("exit 42")).isEqualTo(new Completion.Exited(42));
        assertThat(run("kill -KILL $$")).isEqualTo(new Completion.Exited(137));
    }

    @Test
    void a_place_is_where_the_command_sees_a_real_path() {
        Sandbox sandbox = new Sandbox(Map.of(app, Path.of("/app")), Map.of(), Set.of(), true);

        assertThat(List.of(sandbox.placeOf(app), sandbox.placeOf(app.resolve("a/b")), sandbox.placeOf(Path.of("/x"))))
                .containsExactly(Path.of("/app"), Path.of("/app/a/b"), Path.of("/x"));
    }

    private Completion run(String script) throws Exception {
        return runner.run(sandboxed(script), output::write, Cancellation.never());
    }

    private Command sandboxed(String script) {
        return Command.script(script, app, PATH)
                .in(new Sandbox(Map.of(app, Path.of("/app")), Map.of(), Set.of(), true));
    }
}
