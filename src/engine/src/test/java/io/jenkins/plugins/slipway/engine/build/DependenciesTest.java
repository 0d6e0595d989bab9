package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.build.BuildOutcome.BuiltApplication;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Global packages, installed by the real package managers from files of the project, as no test may need a network. */
class DependenciesTest {
    @TempDir
    private Path folder;

    private TestProject shop;
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void a_project() throws Exception {
        shop = new TestProject(folder);
    }

    @Test
    void packages_for_nodejs_are_there_in_the_build_hook_and_in_the_artifact() throws Exception {
        requireTools("node", "npm");
        nodeGreeter("tools/greet", "hello");
        declare("nodejs: { greet: 'file:./tools/greet' }", "greet > said");

        BuiltApplication built = build();

        Path artifact = shop.unpack(built.digest());
        assertThat(artifact.resolve("said")).content().isEqualTo("hello\n");
        assertThat(run(artifact, "greet")).isEqualTo("hello\n");
    }

    @Test
    void packages_for_python_are_found_by_any_interpreter_of_the_application() throws Exception {
        requireTools("python3");
        wheel("wheels/greet-1.5-py3-none-any.whl");
        declare(
                "python3: { greet: 1.5 }",
                "greet > said && python -c 'import greet; greet.main()' >> said",
                "PIP_NO_INDEX: 1, PIP_FIND_LINKS: wheels");

        BuiltApplication built = build();

        Path artifact = shop.unpack(built.digest());
        assertThat(artifact.resolve("said")).content().isEqualTo("hello\nhello\n");
        assertThat(run(artifact, "greet")).isEqualTo("hello\n");
    }

    @Test
    void packages_for_php_may_come_from_a_repository_of_their_own() throws Exception {
        requireTools("php", "composer");
        shop.write(
                "tools/greet/composer.json",
                "{\"name\":\"acme/greet\",\"version\":\"1.2.0\",\"bin\":[\"greet\"],\"require\":{}}");
        shop.write("tools/greet/greet", "#!/usr/bin/env php\n<?php echo \"hello\\n\";\n");
        declare(
                "php: { require: { acme/greet: ^1 }, repositories: [ { type: path, url: tools/greet, options: { symlink: false } },"
                        + " { packagist.org: false } ] }",
                "greet > said");

        BuiltApplication built = build();

        Path artifact = shop.unpack(built.digest());
        assertThat(artifact.resolve("said")).content().isEqualTo("hello\n");
        assertThat(run(artifact, "greet")).isEqualTo("hello\n");
    }

    @Test
    void packages_for_ruby_are_on_the_path_too() throws Exception {
        requireTools("ruby", "gem");
        shop.write("exe/greet", "#!/usr/bin/env ruby\nputs 'hello'\n");
        shop.write(
                "greet.gemspec",
                "Gem::Specification.new { |s| s.name = 'greet'; s.version = '1.0'; s.summary = 'x'; s.authors = ['x'];"
                        + " s.files = ['exe/greet']; s.bindir = 'exe'; s.executables = ['greet'] }\n");
        command(shop.project(), Map.of("HOME", folder.toString()), "gem", "build", "-q", "greet.gemspec");
        declare("ruby: { greet: './greet-1.0.gem' }", "greet > said");

        BuiltApplication built = build();

        Path artifact = shop.unpack(built.digest());
        assertThat(artifact.resolve("said")).content().isEqualTo("hello\n");
        assertThat(run(artifact, "greet")).isEqualTo("hello\n");
    }

    @Test
    void the_same_packages_are_installed_once_and_the_artifact_is_the_same_either_way() throws Exception {
        requireTools("node", "npm");
        nodeGreeter("tools/greet", "hello");
        declare("nodejs: { greet: 'file:./tools/greet' }", "greet > said");
        BuiltApplication first = build();

        BuiltApplication again = builder(shop.request().withoutReuse());

        assertThat(notes)
                .anyMatch(note -> note.startsWith("Packages for nodejs are installed: greet file:./tools/greet"))
                .anyMatch(note -> note.startsWith("Packages for nodejs are taken from the cache: greet"));
        assertThat(again.digest()).isEqualTo(first.digest());
    }

    @Test
    void a_layer_that_lost_a_file_is_not_used() throws Exception {
        requireTools("node", "npm");
        nodeGreeter("tools/greet", "hello");
        declare("nodejs: { greet: 'file:./tools/greet' }", "greet > said");
        BuiltApplication first = build();
        try (var files = Files.walk(shop.home().resolve("cache/.dependencies"))) {
            Files.delete(
                    files.filter(file -> file.endsWith("bin/greet")).findFirst().orElseThrow());
        }
        notes.clear();

        BuiltApplication again = builder(shop.request().withoutReuse());

        assertThat(notes).anyMatch(note -> note.startsWith("Packages for nodejs are installed"));
        assertThat(again.digest()).isEqualTo(first.digest());
    }

    @Test
    void what_a_build_hook_installs_globally_travels_with_the_artifact() throws Exception {
        requireTools("node", "npm");
        nodeGreeter("tools/greet", "hi");
        declare("{}", "npm install -g --install-links ./tools/greet && greet > said");

        Path artifact = shop.unpack(build().digest());

        assertThat(artifact.resolve("said")).content().isEqualTo("hi\n");
        assertThat(run(artifact, "greet")).isEqualTo("hi\n");
    }

    @Test
    void packages_that_cannot_be_installed_fail_the_build_before_its_hook_and_leave_nothing() throws Exception {
        requireTools("node", "npm");
        declare("nodejs: { greet: 'file:./nowhere' }", "touch /cache/hook-ran");

        assertThatThrownBy(this::build)
                .isInstanceOf(LifecycleFailedException.class)
                .hasMessageStartingWith(
                        "app: installing the packages of dependencies/nodejs (greet file:./nowhere) exited with code");
        assertThat(shop.home().resolve("cache/shop/app/hook-ran")).doesNotExist();
        try (var layers = Files.list(shop.home().resolve("cache/.dependencies"))) {
            assertThat(layers.map(layer -> layer.getFileName().toString())).containsExactly("locks");
        }
    }

    @Test
    void a_machine_without_the_language_is_named_before_any_hook_runs() throws Exception {
        declare("nodejs: { n: '*' }\n      python2: { behave: '*' }", "touch /cache/hook-ran");

        assertThatThrownBy(this::build)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(
                        "applications/app/dependencies/python2: ‘behave *’ is installed by ‘python2’, which this machine does not have. "
                                + "Install it, or remove these dependencies")
                .hasMessageEndingWith("Nothing was built.");
        assertThat(shop.home().resolve("cache/shop/app/hook-ran")).doesNotExist();
    }

    @Test
    void a_folder_of_the_sources_is_never_mixed_with_packages() throws Exception {
        shop.write(".global/bin/greet", "x");
        declare("nodejs: { n: '*' }", "true");

        assertThatThrownBy(this::build)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("‘.global’, which is among the sources");
    }

    private void declare(String dependencies, String hook) throws IOException {
        declare(dependencies, hook, "");
    }

    private void declare(String dependencies, String hook, String variables) throws IOException {
        String under = dependencies.equals("{}") ? " {}" : "\n      " + dependencies;
        shop.configure("""
                applications:
                  app:
                    type: python:3.11
                    dependencies:%s
                    variables: { env: { %s } }
                    hooks: { build: "%s" }
                    web: { commands: { start: ./run } }
                """.formatted(under, variables, hook));
    }

    private BuiltApplication build() throws IOException {
        return builder(shop.request());
    }

    private BuiltApplication builder(BuildRequest request) throws IOException {
        BuildListener listener = new BuildListener() {
            @Override
            public void note(String application, String sentence) {
                notes.add(sentence);
            }
        };
        return shop.builder()
                .build(request, listener, Cancellation.never())
                .applications()
                .get(0);
    }

    private void nodeGreeter(String place, String word) throws IOException {
        shop.write(
                place + "/package.json", "{\"name\":\"greet\",\"version\":\"1.0.0\",\"bin\":{\"greet\":\"greet.js\"}}");
        shop.write(place + "/greet.js", "#!/usr/bin/env node\nconsole.log('" + word + "')\n");
    }

    /** The smallest wheel there is, with a program. */
    private void wheel(String name) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("greet.py", "def main():\n    print('hello')\n");
        files.put("greet-1.5.dist-info/METADATA", "Metadata-Version: 2.1\nName: greet\nVersion: 1.5\n");
        files.put(
                "greet-1.5.dist-info/WHEEL",
                "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        files.put("greet-1.5.dist-info/entry_points.txt", "[console_scripts]\ngreet = greet:main\n");
        files.put(
                "greet-1.5.dist-info/RECORD",
                "greet.py,,\ngreet-1.5.dist-info/METADATA,,\ngreet-1.5.dist-info/WHEEL,,\n"
                        + "greet-1.5.dist-info/entry_points.txt,,\ngreet-1.5.dist-info/RECORD,,\n");
        Path file = shop.project().resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream to = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(to)) {
            for (Map.Entry<String, String> entry : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** As a live application would, whose directory is another one than at build time. */
    private static String run(Path artifact, String program) throws IOException {
        String global = artifact.resolve(".global").toString();
        return command(
                artifact,
                Map.of(
                        "PATH", global + "/bin:/usr/local/bin:/usr/bin:/bin",
                        "PYTHONUSERBASE", global,
                        "GEM_HOME", global),
                program);
    }

    private static String command(Path directory, Map<String, String> environment, String... argv) throws IOException {
        List<String> words = new ArrayList<>(List.of("/usr/bin/env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin"));
        environment.forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(Arrays.asList(argv));
        Process process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void requireTools(String... programs) {
        for (String program : programs) {
            assumeTrue(
                    Files.isExecutable(Path.of("/usr/bin", program))
                            || Files.isExecutable(Path.of("/usr/local/bin", program)),
                    program + " is not installed");
        }
    }
}
