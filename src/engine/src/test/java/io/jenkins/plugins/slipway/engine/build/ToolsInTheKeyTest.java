package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.build.tool.RuntimeVersion;
import io.jenkins.plugins.slipway.engine.build.tool.Tool;
import io.jenkins.plugins.slipway.engine.config.problem.InvalidConfigException;
import io.jenkins.plugins.slipway.engine.config.problem.Problem;
import io.jenkins.plugins.slipway.engine.config.reading.ConfigReader;
import io.jenkins.plugins.slipway.engine.process.LocalProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools are programs in a folder of the test, which only a build without a sandbox sees. */
class ToolsInTheKeyTest {
    @TempDir
    Path folder;

    private TestProject shop;
    private Path bin;

    @BeforeEach
    void aProject() throws IOException {
        shop = new TestProject(folder).with(LocalProcessRunner.withoutSandboxes(Duration.ofSeconds(5)));
        bin = Files.createDirectories(folder.resolve("machine/bin"));
        shop.configure("applications:\n  web:\n    type: nodejs:22\n    build: { flavor: none }\n"
                + "    hooks: { build: ./build.sh }\n");
        shop.write("build.sh", "#!/bin/sh\ngo build ./... || true\n");
        Files.setPosixFilePermissions(shop.project().resolve("build.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        tool("node", "v20.1.0");
        tool("go", "go version go1.22.3 linux/amd64");
        tool("php", "PHP 8.3.1 (cli)");
    }

    @Test
    void a_tool_that_changed_is_the_reason_and_one_that_is_not_used_is_none() throws Exception {
        shop.build(request());
        tool("php", "PHP 8.4.0 (cli)");
        assertThat(shop.build(request()).applications().get(0).reused()).isTrue();

        tool("node", "v22.0.0");
        assertThat(shop.build(request()).applications().get(0).reasons().get(0))
                .isEqualTo("Building, because node went from 20.1.0 to 22.0.0.");
        tool("go", "go version go1.23.0 linux/amd64");
        assertThat(shop.build(request()).applications().get(0).reasons().get(0))
                .as("named by a script that the hook runs")
                .isEqualTo("Building, because go went from 1.22.3 to 1.23.0.");
        Files.delete(bin.resolve("go"));
        assertThat(shop.build(request()).applications().get(0).reasons().get(0))
                .isEqualTo("Building, because go 1.23.0 of the machine was used, which is not.");
    }

    @Test
    void a_build_that_runs_nothing_uses_no_tool() throws Exception {
        shop.configure("applications:\n  web:\n    type: nodejs:22\n    build: { flavor: none }\n");
        shop.build(request());
        tool("node", "v24.0.0");
        assertThat(shop.build(request()).applications().get(0).reused()).isTrue();
    }

    @Test
    void a_wrapper_whose_version_stands_elsewhere_is_asked_each_time() throws Exception {
        Files.writeString(folder.resolve("which"), "v20.1.0");
        program("node", "#!/bin/sh\ncat '" + folder.resolve("which") + "'\n");
        shop.build(request());
        Files.writeString(folder.resolve("which"), "v20.2.0");
        assertThat(shop.build(request()).applications().get(0).reasons().get(0))
                .isEqualTo("Building, because node went from 20.1.0 to 20.2.0.");
    }

    @Test
    void what_a_program_said_is_kept_until_another_file_stands_behind_its_name() throws Exception {
        Files.delete(bin.resolve("node"));
        Files.createSymbolicLink(bin.resolve("node"), Path.of("/bin/echo"));
        shop.build(request());
        Path kept = shop.home().resolve("cache/.tools");
        String version =
                shop.builder().plan(request()).applications().get(0).inputs().get("installed/node");
        assertThat(Files.readString(kept)).contains("node\t" + version + "\t");

        Files.writeString(kept, Files.readString(kept).replace("\t" + version + "\t", "\t77.0\t"));
        assertThat(shop.builder().plan(request()).applications().get(0).inputs())
                .as("it is not asked again")
                .containsEntry("installed/node", "77.0");
        // Never written through: the link leads to a program of the machine.
        Files.delete(bin.resolve("node"));
        tool("node", "v22.0.0");
        assertThat(shop.builder().plan(request()).applications().get(0).inputs())
                .containsEntry("installed/node", "22.0.0");
        Files.writeString(kept, "nonsense\0\t\t\0");
        assertThat(shop.builder().plan(request()).applications().get(0).inputs())
                .containsEntry("installed/node", "22.0.0");
    }

    @Test
    void another_version_than_the_declared_one_is_said_with_its_place_and_refused_where_it_is_strict()
            throws Exception {
        Problem problem = checks().get(0);
        assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
        assertThat(problem.rule()).isEqualTo("runtime-version");
        assertThat(problem.toString())
                .startsWith(
                        ".slipway/config.yaml:3:11 /applications/web/type: warning: ‘nodejs:22’ is declared, and this"
                                + " machine has node 20.1.0");
        assertThat(shop.builder().plan(request()).describe())
                .contains("Declared is ‘nodejs:22’, and this machine has node 20.1.0");

        for (String strict : List.of("strict", "{ strict: true }")) {
            shop.configure("applications:\n  web:\n    type: nodejs:22\n    runtime: " + strict
                    + "\n    build: { flavor: none }\n    hooks: { build: 'true' }\n");
            assertThatThrownBy(() -> shop.build(request()))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining(".slipway/config.yaml:3:11 /applications/web/type: ‘nodejs:22’ is declared")
                    .hasMessageContaining("put the declared version on PATH");
            assertThat(checks().get(0).severity()).isEqualTo(Problem.Severity.ERROR);
        }
        tool("node", "v22.7.1");
        assertThat(checks()).isEmpty();
        assertThat(shop.build(request()).applications()).hasSize(1);
    }

    @Test
    void versions_are_compared_part_by_part() {
        Map<String, List<String>> same = Map.of(
                "20", List.of("20.1.0", "20"),
                "8.2", List.of("8.2.29", "8.2"),
                "17", List.of("17.0.15", "17-ea"),
                "8", List.of("1.8.0_392"),
                "3.12", List.of("3.12.1"));
        same.forEach((declared, all) -> all.forEach(
                version -> assertThat(RuntimeVersion.isSame(declared, version)).isTrue()));
        Map<String, List<String>> others = Map.of(
                "2",
                List.of("20.1.0"),
                "8.2",
                List.of("8.20.1", "8.3.2"),
                "17",
                List.of("21.0.1"),
                "3.1",
                List.of("3.12.1"));
        others.forEach((declared, all) -> all.forEach(
                version -> assertThat(RuntimeVersion.isSame(declared, version)).isFalse()));
        assertThat(RuntimeVersion.isSame("stable", "1.2")).isTrue();
    }

    @Test
    void what_tools_say_is_understood() {
        Map<String, String> said = Map.of(
                "node", "v20.19.1",
                "java", "openjdk version \"17.0.15\" 2025-04-15\nOpenJDK Runtime Environment",
                "javac", "javac 21",
                "go", "go version go1.22.3 linux/amd64",
                "mvn", "Apache Maven 3.8.7\nMaven home: /usr/share/maven\nJava version: 17",
                "composer", "Composer version 2.5.5 2023-03-21 11:50:05",
                "ruby", "ruby 3.1.2p20 (2022-04-12 revision 4491bb740a)",
                "gradle", "\n------------\nGradle 8.5\n------------\n",
                "pip3", "pip 23.0.1 from /usr/lib/python3/dist-packages/pip (python 3.11)",
                "elixir", "Erlang/OTP 26 [erts-14.0]\n\nElixir 1.15.4 (compiled with Erlang/OTP 26)");
        Map<String, String> meant = Map.of(
                "node",
                "20.19.1",
                "java",
                "17.0.15",
                "javac",
                "21",
                "go",
                "1.22.3",
                "mvn",
                "3.8.7",
                "composer",
                "2.5.5",
                "ruby",
                "3.1.2p20",
                "gradle",
                "8.5",
                "pip3",
                "23.0.1",
                "elixir",
                "1.15.4");
        meant.forEach((tool, version) -> {
            var matcher = Tool.named(tool).orElseThrow().version().matcher(said.get(tool));
            assertThat(matcher.find()).as(tool).isTrue();
            assertThat(matcher.group(1)).as(tool).isEqualTo(version);
        });
    }

    private List<Problem> checks() throws IOException {
        return ProjectChecks.of(request(), LocalProcessRunner.withoutSandboxes(Duration.ofSeconds(5)), shop.home());
    }

    private BuildRequest request() throws IOException {
        return BuildRequest.all(
                shop.project(),
                ConfigReader.read(shop.project(), "shop"),
                Map.of("PATH", bin + ":" + System.getenv("PATH"), "HOME", folder.toString()));
    }

    private void tool(String name, String says) throws IOException {
        program(name, "#!/bin/sh\necho '" + says + "'\n");
    }

    private void program(String name, String content) throws IOException {
        // A new file each time, so that a link can never be written through.
        Files.deleteIfExists(bin.resolve(name));
        Files.writeString(bin.resolve(name), content, StandardOpenOption.CREATE_NEW);
        Files.setPosixFilePermissions(bin.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
