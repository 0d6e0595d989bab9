package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The package for JavaScript, as it lies in this repository and as the example carries it. */
class SdkTest {
    private static final Path SDK = Path.of("../sdk-js");
    private static final Path EXAMPLE = Path.of("../../examples/integrations");
    private static final Path PACKED = EXAMPLE.resolve("vendor/slipway-sdk-1.0.0.tgz");

    @TempDir
    Path folder;

    @Test
    void the_example_carries_the_package_as_it_is_in_this_repository() throws Exception {
        Map<String, String> here = new TreeMap<>();
        for (String part : List.of("package.json", "README.md", "bin", "lib")) {
            try (Stream<Path> files = Files.walk(SDK.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    here.put("package/" + SDK.relativize(file), Files.readString(file));
                }
            }
        }
        assertThat(packed()).as("run src/sdk-js/pack.sh").isEqualTo(here);
    }

    @Test
    void lock_files_say_what_is_installed_and_not_from_where() throws Exception {
        JsonNode lock = JsonMapper.shared().readTree(Files.readString(EXAMPLE.resolve("package-lock.json")));
        JsonNode sdk = lock.path("packages").path("node_modules/slipway-sdk");
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(PACKED));
        assertThat(sdk.path("integrity").asString())
                .isEqualTo("sha512-" + Base64.getEncoder().encodeToString(digest));
        assertThat(Files.readString(EXAMPLE.resolve("package-lock.json"))).doesNotContain("http");
    }

    @Test
    void its_own_tests_pass() throws Exception {
        needs("node");
        Ended ended = run(SDK, "node --test test/*.test.js");
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said()).contains("# fail 0").doesNotContain("# pass 0");
    }

    @Test
    void a_newcomer_installs_and_tests_a_copy_of_the_example() throws Exception {
        needs("npm");
        Path copy = folder.resolve("integrations");
        assertThat(run(folder, "cp -r " + EXAMPLE.toAbsolutePath().normalize() + " " + copy)
                        .code())
                .isZero();
        Ended ended = run(copy, "npm install --offline --no-audit --no-fund && npm test && npm run list");
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said()).contains("# pass").contains("\"name\": \"issues\"");
    }

    private Map<String, String> packed() throws Exception {
        Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
        assertThat(run(unpacked, "tar xzf " + PACKED.toAbsolutePath()).code()).isZero();
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(unpacked)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(unpacked.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    private static void needs(String program) throws Exception {
        assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0,
                program + " is not installed here");
    }

    private record Ended(int code, String said) {}

    /** With an empty home, as a newcomer has. */
    private Ended run(Path directory, String script) throws Exception {
        Path said = Files.createTempFile(folder, "said", "");
        ProcessBuilder builder = new ProcessBuilder("sh", "-ec", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("HOME", folder.resolve("home").toString());
        builder.environment().remove("NODE_TEST_CONTEXT");
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), Files.readString(said));
    }
}
