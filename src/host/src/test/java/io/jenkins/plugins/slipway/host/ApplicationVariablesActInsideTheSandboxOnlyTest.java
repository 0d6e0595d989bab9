package io.jenkins.plugins.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.process.Sandboxes;
import io.jenkins.plugins.slipway.engine.process.Sandboxes.Availability;
import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.daemon.ShutdownMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same as for builds, for what the host starts: hooks, long-running processes, with limits and without. */
@Timeout(180)
class ApplicationVariablesActInsideTheSandboxOnlyTest {
    private static final String LIBRARY = """
            #include <fcntl.h>
            #include <unistd.h>
            __attribute__((constructor)) static void note(void) {
                char name[64] = {0};
                int self = open("/proc/self/comm", O_RDONLY);
                int count = read(self, name, 63);
                close(self);
                int mark = open("%s", O_CREAT | O_WRONLY | O_APPEND, 0644);
                if (mark >= 0) {
                    write(mark, name, count);
                    close(mark);
                }
            }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "limits: { app: { memory: 1G, processes: 200 } }"})
    void no_variable_makes_the_host_run_a_project_s_files_outside_its_sandbox(String limits) throws Exception {
        assumeTrue(Sandboxes.availability() instanceof Availability.Enforced);
        Path mark = folder.resolve("caught");
        Workshop workshop = new Workshop(folder).withEnvironment(yaml(variables(mark)) + limits);
        Daemon host = workshop.host(true);
        try {
            String said = workshop.deploy(workshop.spec(1, "one", "", "deploy: |\n  echo hook with $KEPT\n"));

            assertThat(said).contains("hook with it's \"kept\"\n");
            assertThat(Workshop.client(host).get("/").body()).isEqualTo("one");
            assertThat(Workshop.client(host).get("/env").body()).contains("KEPT=it's \"kept\"");
            assertThat(mark).doesNotExist();
        } finally {
            host.stop(ShutdownMode.WITH_APPLICATIONS);
        }
    }

    @Test
    void without_sandboxes_no_helper_of_the_host_has_a_project_s_variables() throws Exception {
        Path mark = folder.resolve("caught");
        Map<String, String> variables = variables(mark);
        variables.remove("PATH");
        Workshop workshop = new Workshop(folder).withEnvironment(yaml(variables));
        Daemon host = workshop.host(false);
        try {
            workshop.deploy(workshop.spec(1, "one", "", "deploy: |\n  echo hook\n"));

            assertThat(Workshop.client(host).get("/env").body()).contains("KEPT=it's \"kept\"");
            List<String> caught = Files.exists(mark) ? Files.readAllLines(mark) : List.of();
            assertThat(caught).doesNotContain("setsid", "head", "cat", "bwrap", "script of java");
        } finally {
            host.stop(ShutdownMode.WITH_APPLICATIONS);
        }
    }

    private Map<String, String> variables(Path mark) throws IOException, InterruptedException {
        Path evil = Files.createDirectory(folder.resolve("evil"));
        Path library = evil.resolve("evil.so");
        Path source = Files.writeString(evil.resolve("evil.c"), LIBRARY.formatted(mark));
        if (Files.isExecutable(Path.of("/usr/bin/gcc"))) {
            Process gcc = new ProcessBuilder(
                            "/usr/bin/gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                    .inheritIO()
                    .start();
            assertThat(gcc.waitFor(60, TimeUnit.SECONDS) && gcc.exitValue() == 0)
                    .isTrue();
        }
        String note = "#!/bin/sh\nread name </proc/$PPID/comm; echo \"script of $name\" >>'" + mark
                + "'\nexec /bin/$(basename $0) \"$@\"\n";
        for (String name : List.of("bwrap", "setsid", "sh", "head", "cat")) {
            Path program = Files.writeString(evil.resolve(name), note);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Map<String, String> result = new TreeMap<>();
        result.put("KEPT", "it's \"kept\"");
        result.put("LD_PRELOAD", library.toString());
        result.put("GCONV_PATH", evil.toString());
        result.put("BASH_ENV", evil.resolve("sh").toString());
        result.put("ENV", evil.resolve("sh").toString());
        result.put("PS4", "$(touch " + mark + ")");
        result.put("SHELLOPTS", "xtrace");
        result.put("IFS", "/n");
        result.put("PATH", evil + ":" + System.getProperty("java.home") + "/bin:/usr/bin:/bin");
        return result;
    }

    private static String yaml(Map<String, String> variables) {
        StringBuilder yaml = new StringBuilder("variables:\n");
        variables.forEach((name, value) -> yaml.append("  ")
                .append(name)
                .append(": '")
                .append(value.replace("'", "''"))
                .append("'\n"));
        return yaml.toString();
    }
}
