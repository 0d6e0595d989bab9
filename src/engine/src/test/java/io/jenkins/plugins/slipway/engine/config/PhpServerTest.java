package io.jenkins.plugins.slipway.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PHP application without a start command is answered for as on the platforms: by the script that its locations name. */
class PhpServerTest {
    @TempDir
    private Path app;

    private final HttpClient client = HttpClient.newHttpClient();
    private Process server;
    private int port;

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void requests_reach_the_controller_or_the_script_that_is_there() throws Exception {
        write(
                "web/index.php",
                "<?php $GLOBALS['x'] = 1; echo 'index ', $_SERVER['REQUEST_URI'], ' ', $_SERVER['SCRIPT_NAME'];");
        write("web/install.php", "<?php echo 'install ', $_SERVER['PATH_INFO'] ?? '-', ' ', getcwd();");
        write("web/files/evil.php", "<?php echo 'evil';");
        write("secret.php", "<?php echo 'secret';");
        start("{\"web\":{\"locations\":{\"/\":{\"root\":\"web\",\"passthru\":\"/index.php\"},"
                + "\"/files\":{\"root\":\"web/files\",\"passthru\":false,\"scripts\":false}}}}");

        assertThat(get("/node/1?a=b")).isEqualTo("200 index /node/1?a=b /index.php");
        assertThat(get("/")).isEqualTo("200 index / /index.php");
        assertThat(get("/install.php/step"))
                .isEqualTo("200 install /step " + app.toRealPath().resolve("web"));
        assertThat(get("/files/evil.php")).startsWith("404");
        assertThat(get("/%2e%2e/secret.php")).doesNotEndWith("secret");
        assertThat(get("/.global/php/serve.php")).isEqualTo("200 index /.global/php/serve.php /index.php");
    }

    @Test
    void the_form_from_before_locations_works_too() throws Exception {
        write("index.php", "<?php echo 'index';");
        start("{\"web\":{\"document_root\":\"/\",\"passthru\":\"/index.php\"}}");

        assertThat(get("/anything")).isEqualTo("200 index");
    }

    private void start(String section) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/php")), "php is not installed");
        write(PhpServer.SCRIPT, PhpServer.script());
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", PhpServer.START)
                .directory(app.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("PLATFORM_APP_DIR", app.toString());
        builder.environment()
                .put(
                        "PLATFORM_APPLICATION",
                        Base64.getEncoder().encodeToString(section.getBytes(StandardCharsets.UTF_8)));
        server = builder.start();
        await().ignoreExceptions().until(() -> !get("/").isEmpty());
    }

    private String get(String path) throws IOException, InterruptedException {
        var answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private void write(String name, String content) throws IOException {
        Path file = app.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
