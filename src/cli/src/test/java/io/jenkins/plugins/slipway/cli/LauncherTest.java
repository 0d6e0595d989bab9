package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts are quick wherever the checkout is: the archive of classes is the one for its place, its jar and its Java. */
class LauncherTest {
    private static final String PREPARING = "Preparing quick starts";

    /** One for all tests, as preparing it takes seconds; each leaves it prepared. */
    @TempDir
    static Path folder;

    private static Checkout checkout;

    @BeforeAll
    static void aCheckout() throws Exception {
        checkout = Checkout.make(folder.resolve("checkout"), folder.resolve("home"));
        assertThat(checkout.run("--version").err()).contains(PREPARING);
        expectQuick(checkout);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cp -a ../checkout other",
                "cp -a ../checkout first && mv first other",
                "mkdir -p 'a b/Ärger $HOME' && cp -a ../checkout 'a b/Ärger $HOME/x' && ln -s 'a b/Ärger $HOME/x' other"
            })
    void a_checkout_that_was_moved_or_copied_prepares_itself_anew_once(String command) throws Exception {
        Checkout other = apart(command);
        Run first = other.run("--version");
        assertThat(first.err()).contains(PREPARING);
        assertThat(first.out()).startsWith("slipway ");
        expectQuick(other);
    }

    @Test
    void another_jar_gets_another_archive_even_if_it_is_older() throws Exception {
        Path jar = checkout.target().resolve("slipway.jar");
        checkout.writeJar();
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
        assertThat(checkout.run("--version").err()).contains(PREPARING);
        expectQuick(checkout);
    }

    @Test
    void another_java_gets_an_archive_of_its_own_and_the_first_one_keeps_its() throws Exception {
        Path java = Files.createSymbolicLink(folder.resolve("java"), Path.of(System.getProperty("java.home")));
        Checkout other = checkout.with("JAVA_HOME", java.toString());
        int before = Checkout.archives(checkout.target()).size();
        assertThat(other.run("--version").err()).contains(PREPARING);
        expectQuick(other);
        expectQuick(checkout);
        assertThat(Checkout.archives(checkout.target())).hasSize(before + 1);
    }

    @Test
    void of_two_at_once_one_prepares_and_both_answer() throws Exception {
        for (String archive : Checkout.archives(checkout.target())) {
            Files.delete(checkout.target().resolve(archive));
        }
        Checkout.Started one = checkout.start("--version");
        Checkout.Started two = checkout.start("--version");
        List<Run> runs = List.of(one.end(), two.end());
        assertThat(runs).allMatch(run -> run.code() == 0 && run.out().startsWith("slipway "));
        expectQuick(checkout);
        try (Stream<Path> left = Files.list(checkout.target())) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.matches("launcher\\.\\d.*"));
        }
    }

    @Test
    void a_checkout_that_cannot_be_written_to_uses_the_users_cache() throws Exception {
        assumeTrue(!"root".equals(System.getProperty("user.name")), "nothing is read-only for this user");
        Checkout other = apart("cp -a ../checkout other");
        Files.setPosixFilePermissions(other.target(), PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertThat(other.run("--version").err()).contains(PREPARING);
            expectQuick(other);
            assertThat(Checkout.archives(folder.resolve("home/.cache/slipway"))).hasSize(1);
        } finally {
            Files.setPosixFilePermissions(other.target(), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void what_cannot_be_prepared_is_not_tried_again_at_every_start() throws Exception {
        Map<Path, byte[]> archives = new HashMap<>();
        for (String name : Checkout.archives(checkout.target())) {
            Path archive = checkout.target().resolve(name);
            archives.put(archive, Files.readAllBytes(archive));
            Files.write(archive, new byte[0]);
        }
        Run run = checkout.run("--version");
        for (Map.Entry<Path, byte[]> archive : archives.entrySet()) {
            Files.write(archive.getKey(), archive.getValue());
        }
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
    }

    /** Runs a command that makes the checkout {@code other} in a folder of its own, beside the prepared one. */
    private static Checkout apart(String command) throws IOException, InterruptedException {
        Path apart = Files.createTempDirectory(folder, "apart");
        Process shell = new ProcessBuilder("/bin/sh", "-ec", command)
                .directory(apart.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
        return checkout.at(apart.resolve("other"));
    }

    /** Java ends with an error if it is told to use an archive that is not for what it runs. */
    private static void expectQuick(Checkout checkout) throws IOException, InterruptedException {
        boolean newer = Runtime.version().feature() >= 25;
        Run run = checkout.with("JAVA_TOOL_OPTIONS", newer ? "-XX:AOTMode=on" : "-Xshare:on")
                .run("--version");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain(PREPARING);
    }
}
