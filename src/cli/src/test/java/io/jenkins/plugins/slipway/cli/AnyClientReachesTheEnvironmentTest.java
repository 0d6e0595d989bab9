package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The tests of a gate reach the environment at its own port, whatever HTTP client they use. */
class AnyClientReachesTheEnvironmentTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private Path project;

    @BeforeEach
    void twoEnvironments() throws Exception {
        project = Files.createDirectories(folder.resolve("shop"));
        write(".slipway/config.yaml", """
                applications:
                  site:
                    type: "nodejs:20"
                    source: { root: site }
                    web: { locations: { "/": { root: "", index: [index.html] } } }
                  docs:
                    type: "nodejs:20"
                    source: { root: docs }
                    web: { locations: { "/docs": { root: "", index: [index.html] } } }
                routes:
                  "https://{default}/": { type: upstream, upstream: "site:http" }
                  "https://{default}/docs/": { type: upstream, upstream: "docs:http" }
                  "https://api.{default}/": { type: upstream, upstream: "site:http" }
                environments:
                  staging: { type: staging, variables: { A: b } }
                  other: { type: staging }
                gates:
                  staging:
                    tests: [{ run: ./check }]
                    rules: [{ metric: tests.failed, max: 0 }]
                """);
        write("site/index.html", "the site");
        write("docs/index.html", "the manual");
        write("check", "#!/bin/sh\nexit 1\n");
        assertThat(project.resolve("check").toFile().setExecutable(true)).isTrue();
        done("build");
        done("deploy", "staging");
    }

    @AfterEach
    void stop() {
        slipway("host", "stop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl -sSf \"$SLIPWAY_URL\" | grep -q 'the site'",
                "python3 -c 'import os,urllib.request as r;"
                        + " assert b\"the site\" in r.urlopen(os.environ[\"SLIPWAY_URL\"]).read()'",
                "node -e 'fetch(process.env.SLIPWAY_URL).then(a => a.text())"
                        + ".then(t => process.exit(t.includes(\"the site\") ? 0 : 1))'",
            })
    void a_client_that_is_given_the_address_and_nothing_else(String client) throws Exception {
        assumeTrue(has(client.substring(0, client.indexOf(' '))), "not installed");
        write("check", "#!/bin/sh\nset -eu\n" + client + "\n");
        Run gate = slipway("gate", "staging");
        assertThat(gate.code()).as(gate.out() + gate.err()).isZero();
    }

    @Test
    void the_port_has_the_environments_routes_and_leads_nowhere_else() throws Exception {
        int port = ownPort("staging");

        assertThat(get(port, "/")).isEqualTo("200 the site");
        assertThat(get(port, "/docs/")).isEqualTo("200 the manual");
        done("deploy", "other");
        int other = ownPort("other");
        assertThat(other).isNotEqualTo(port);
        assertThat(status(port, "other.shop.localhost")).isEqualTo("404");
        assertThat(status(port, "evil.example.org")).isEqualTo("404");
        assertThat(status(port, "staging.shop.localhost")).isEqualTo("200");
        assertThat(status(port, "LOCALHOST:" + port)).isEqualTo("200");
        assertThat(status(port, "api.localhost:" + port)).isEqualTo("200");
        assertThat(status(port, "api.127.0.0.1:" + port)).isEqualTo("200");
        assertThat(status(port, "other.shop.localhost.localhost")).isEqualTo("404");
        assertThat(status(port, "nothing.localhost")).isEqualTo("404");
    }

    @Test
    void the_port_stays_the_same_when_the_host_is_started_again() throws Exception {
        int port = ownPort("staging");

        done("host", "stop");
        done("host", "start");

        assertThat(ownPort("staging")).isEqualTo(port);
        assertThat(get(port, "/")).isEqualTo("200 the site");
    }

    @Test
    void a_port_that_somebody_else_has_is_said_and_given_to_no_test() throws Exception {
        int port = ownPort("staging");
        done("host", "stop");
        write("check", "#!/bin/sh\ncase $SLIPWAY_URL in http://staging.shop.localhost:*) exit 0;; esac; exit 1\n");
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(taken.isBound()).isTrue();
            done("host", "start");

            Run gate = slipway("gate", "staging");

            assertThat(gate.code()).as(gate.err()).isZero();
            assertThat(gate.err()).contains("own port cannot be had");
        }
        assertThat(ownPort("staging")).isEqualTo(port);
    }

    private int ownPort(String environment) {
        for (JsonNode one : slipway("host", "status", "--json").document().path("environments")) {
            if (one.path("name").asString("").equals(environment)) {
                return one.path("ownPort").asInt(0);
            }
        }
        return 0;
    }

    private static String get(int port, String path) throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static String status(int port, String host) throws Exception {
        try (var socket = new java.net.Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").getBytes());
            return new String(socket.getInputStream().readAllBytes()).split(" ")[1];
        }
    }

    private static boolean has(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private void write(String name, String text) throws Exception {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void done(String... arguments) {
        Run run = slipway(arguments);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
    }

    private Run slipway(String... arguments) {
        return Run.with(
                Map.of("HOME", folder.resolve("home").toString(), "USER", "ada", "PATH", System.getenv("PATH")),
                project,
                arguments);
    }
}
