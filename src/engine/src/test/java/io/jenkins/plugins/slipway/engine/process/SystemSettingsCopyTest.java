package io.jenkins.plugins.slipway.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemSettingsCopyTest {
    @TempDir
    Path folder;

    private Path machine;
    private Path shown;
    private SystemSettingsCopy copy;

    @BeforeEach
    void machine() throws Exception {
        machine = Files.createDirectory(folder.resolve("etc"));
        shown = Files.createDirectory(folder.resolve("shown"));
        copy = new SystemSettingsCopy(machine, shown);
    }

    @Test
    void what_is_on_the_list_is_shown_and_nothing_else_whoever_may_read_it() throws Exception {
        for (String name :
                List.of("hosts", "resolv.conf", "passwd", "ssl/certs/ca.crt", "java-17-openjdk/security/x")) {
            put(name, "rw-r--r--");
        }
        for (String name : List.of(
                "shadow",
                "slipway/secrets",
                "krb5.keytab",
                "ssh/ssh_host_key",
                "wireguard/wg0.conf",
                "nginx/htpasswd",
                "environment",
                "hosts.bak",
                "my-company.conf",
                "ssl/private/site.key",
                "ssl/site.key",
                "php/8.2/fpm/pool.d/www.conf")) {
            put(name, "rw-r--r--");
        }

        copy.current();

        assertThat(files())
                .containsExactlyInAnyOrder(
                        "hosts", "resolv.conf", "passwd", "ssl/certs/ca.crt", "java-17-openjdk/security/x");
    }

    @Test
    void what_not_everybody_may_read_is_not_shown_to_a_project_of_root_either() throws Exception {
        put("npmrc", "rw-------");
        put("maven/settings.xml", "rw-r-----");
        put("pip.conf", "rw-r--r--");
        put("pki/closed/key", "rw-r--r--");
        Files.setPosixFilePermissions(machine.resolve("pki/closed"), PosixFilePermissions.fromString("rwx------"));

        copy.current();

        assertThat(files()).containsExactly("pip.conf");
    }

    @Test
    void a_change_is_seen_at_the_next_start_and_by_what_runs_already() throws Exception {
        put("resolv.conf", "rw-r--r--");
        put("hosts", "rw-r--r--");
        Path running = copy.current();
        Path replacement = Files.writeString(folder.resolve("new"), "nameserver 192.0.2.7");
        Files.move(replacement, machine.resolve("resolv.conf"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.delete(machine.resolve("hosts"));

        copy.current();

        assertThat(running.resolve("resolv.conf")).hasContent("nameserver 192.0.2.7");
        assertThat(files()).containsExactly("resolv.conf");
    }

    @Test
    void a_link_out_of_sight_is_replaced_by_what_it_leads_to() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "nameserver 192.0.2.8");
        Files.createSymbolicLink(machine.resolve("resolv.conf"), elsewhere);
        Files.createSymbolicLink(machine.resolve("localtime"), Path.of("/usr/share/zoneinfo/UTC"));

        copy.current();

        assertThat(shown.resolve("resolv.conf")).isRegularFile().hasContent("nameserver 192.0.2.8");
        assertThat(Files.isSymbolicLink(shown.resolve("localtime"))).isTrue();
    }

    private void put(String name, String permissions) throws Exception {
        Path file = machine.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private List<String> files() throws Exception {
        try (Stream<Path> walk = Files.walk(shown)) {
            return walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> shown.relativize(path).toString())
                    .toList();
        }
    }

    /** A daemon that was started with no language at all still meets names in every language. */
    @Test
    void names_in_any_language_are_copied_by_a_process_that_has_none() throws Exception {
        Process maker = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "mkdir -p ssl; printf x >\"$(printf 'ssl/F\\305\\221tan.pem')\";"
                                + " ln -s \"$(printf '/usr/share/F\\305\\221tan')\" \"$(printf 'ssl/\\303\\251.pem')\"")
                .directory(machine.toFile())
                .start();
        assertThat(maker.waitFor()).isZero();
        ProcessBuilder copier = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Copier.class.getName(),
                machine.toString(),
                shown.toString());
        copier.environment().clear();

        assertThat(copier.inheritIO().start().waitFor()).isZero();

        try (Stream<Path> entries = Files.list(shown.resolve("ssl"))) {
            assertThat(entries).hasSize(2);
        }
    }

    /** A process that copies once. */
    static final class Copier {
        private Copier() {}

        public static void main(String[] args) throws Exception {
            new SystemSettingsCopy(Path.of(args[0]), Path.of(args[1])).current();
        }
    }
}
