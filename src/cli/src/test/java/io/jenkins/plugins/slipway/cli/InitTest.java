package io.jenkins.plugins.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code slipway init} writes is valid, builds, and serves. */
class InitTest {
    private static final String SERVER = """
            require('http').createServer((q, a) => a.end('hello from node')).listen(process.env.PORT, '127.0.0.1');
            """;

    @TempDir
    private Path folder;

    private Path project;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectory(folder.resolve("shop"));
    }

    @AfterEach
    void stop() {
        slipway("host", "stop");
    }

    @Test
    void a_node_project_serves_after_init() throws Exception {
        assumeTrue(isInstalled("node"), "node is not installed");
        write("package.json", """
                {"name": "shop", "engines": {"node": ">=20"}, "scripts": {"start": "node server.js", "build": "echo built > built"}}
                """);
        write("server.js", SERVER);
        assumeTrue(isInstalled("npm"), "npm is not installed");
        assertServes("hello from node", "nodejs:20");
    }

    @Test
    void a_python_project_serves_after_init() throws Exception {
        assumeTrue(isInstalled("python3"), "python3 is not installed");
        write("requirements.txt", "# nothing but Python\n");
        write("app.py", """
                import http.server, os
                class Hello(http.server.BaseHTTPRequestHandler):
                    def do_GET(self):
                        self.send_response(200)
                        self.end_headers()
                        self.wfile.write(b"hello from python")
                http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Hello).serve_forever()
                """);
        assertServes("hello from python", "python:3");
    }

    @Test
    void a_maven_project_serves_after_init() throws Exception {
        assumeTrue(isInstalled("mvn"), "mvn is not installed");
        write("pom.xml", """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>shop</groupId>
                  <artifactId>shop</artifactId>
                  <version>1.0</version>
                  <properties>
                    <maven.compiler.source>17</maven.compiler.source>
                    <maven.compiler.target>17</maven.compiler.target>
                  </properties>
                  <build><plugins><plugin>
                    <artifactId>maven-jar-plugin</artifactId>
                    <configuration><archive><manifest><mainClass>Shop</mainClass></manifest></archive></configuration>
                  </plugin></plugins></build>
                </project>
                """);
        write("src/main/java/Shop.java", """
                public class Shop {
                    public static void main(String[] args) throws Exception {
                        var address = new java.net.InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT")));
                        var server = com.sun.net.httpserver.HttpServer.create(address, 0);
                        server.createContext("/", exchange -> {
                            exchange.sendResponseHeaders(200, 0);
                            exchange.getResponseBody().write("hello from maven".getBytes());
                            exchange.close();
                        });
                        server.start();
                    }
                }
                """);
        assertServes("hello from maven", "java:17");
    }

    @Test
    void a_static_site_serves_after_init() throws Exception {
        write("public/index.html", "<p>hello from files</p>");
        assertServes("hello from files", "nodejs:20");
    }

    @Test
    void a_site_at_the_top_of_a_repository_is_served_without_the_rest_of_it() throws Exception {
        write("index.html", "<link href='theme/a.css'><p>hello from the top</p>");
        write("404.html", "nothing here");
        write("theme/a.css", "p {}");
        write("img/a.svg", "<svg/>");
        write("README.md", "how to build it");
        write("package-lock.json", "{}");
        write("test/index.html", "a test");
        assertServes("hello from the top", "nodejs:20");

        String config = Files.readString(project.resolve(".slipway/config.yaml"));
        assertThat(config)
                .contains("cp -R 404.html img index.html theme public/")
                .contains("root: public")
                .contains("passthru: /404.html")
                .contains("# watch: 1m")
                .doesNotContainPattern("(?m)^ +watch:");
    }

    @Test
    void several_applications_get_a_route_each() throws Exception {
        write("frontend/index.html", "<p>hello from the front</p>");
        write("api/package.json", "{\"main\": \"server.js\"}");
        write("api/server.js", SERVER);
        write("api/node_modules/other/package.json", "{\"main\": \"server.js\"}");
        write("README.md", "a shop");

        JsonNode document = slipway("init", "--json").document();

        assertThat(document.at("/applications")).hasSize(2);
        JsonNode valid = slipway("validate", "--json").document();
        assertThat(valid.path("valid").asBoolean()).isTrue();
        assertThat(valid.at("/problems")).isEmpty();
        assertThat(Files.readString(project.resolve(".slipway/config.yaml")))
                .contains("\"https://{default}/\": { type: upstream, upstream: \"frontend:http\" }")
                .contains("\"https://api.{default}/\": { type: upstream, upstream: \"api:http\" }")
                .contains("order: [api, frontend]");
    }

    @Test
    void beside_the_files_of_a_platform_only_the_rest_is_written() throws Exception {
        write(
                ".upsun/config.yaml",
                "applications: { web: { type: nodejs:20, mounts: { data: { source: storage } } } }\n");

        assertThat(slipway("init").code()).isEqualTo(ExitCode.DONE);

        assertThat(Files.readString(project.resolve(".slipway/config.yaml")))
                .contains("files of Upsun")
                .contains("environments:")
                .contains("# data:")
                .doesNotContain("\napplications:");
        assertThat(slipway("validate").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void applications_of_platformsh_may_lie_in_folders_only() throws Exception {
        write("web/.platform.app.yaml", "name: web\ntype: nodejs:20\n");

        assertThat(slipway("init", "--dry-run").out()).contains("files of Platform.sh");
    }

    @Test
    void nothing_is_overwritten_and_a_dry_run_writes_nothing() throws Exception {
        write("index.html", "<p>hello</p>");
        Run dry = slipway("init", "--dry-run");
        assertThat(dry.code()).isEqualTo(ExitCode.DONE);
        assertThat(dry.out()).startsWith("# yaml-language-server: $schema=").contains("type: \"nodejs:20\"");
        assertThat(project.resolve(".slipway")).doesNotExist();

        write(".slipway/config.yaml", "project: mine\n");
        Run refused = slipway("init");
        assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err()).contains("never overwritten");
        assertThat(project.resolve(".slipway/config.yaml")).hasContent("project: mine");
    }

    @Test
    void a_folder_without_applications_is_told_so() {
        Run run = slipway("init");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("no application was recognised");
        assertThat(project).isEmptyDirectory();
    }

    @Test
    void jars_are_found_by_what_the_pom_says() throws Exception {
        write("pom.xml", """
                <project>
                  <parent><groupId>p</groupId><artifactId>parent</artifactId><version>9</version></parent>
                  <artifactId>api</artifactId><version>1.2</version>
                  <properties><maven.compiler.release>21</maven.compiler.release></properties>
                  <build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>
                </project>
                """);
        assertThat(slipway("init", "--dry-run").out())
                .contains("type: \"java:21\"")
                .contains("exec java -jar target/api-1.2.jar --server.port=$PORT");
    }

    @Test
    void frameworks_of_python_are_started_their_way() throws Exception {
        write("requirements.txt", "fastapi\nuvicorn\n");
        write("main.py", "from fastapi import FastAPI\napi = FastAPI()\n");
        assertThat(slipway("init", "--dry-run").out()).contains("-m uvicorn main:api --host 127.0.0.1 --port $PORT");

        write("manage.py", "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')");
        write("requirements.txt", "django\ngunicorn\n");
        assertThat(slipway("init", "--dry-run").out()).contains("-m gunicorn shop.wsgi --bind 127.0.0.1:$PORT");
    }

    private void assertServes(String answer, String type) throws Exception {
        Run written = slipway("init");
        assertThat(written.code()).as(written.err()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(project.resolve(".slipway/config.yaml"))).contains(type);
        Run valid = slipway("validate", "--json");
        assertThat(valid.document().at("/problems")).isEmpty();
        Run built = slipway("build");
        assumeFalse(
                built.err().contains("Could not transfer artifact")
                        || built.err().contains("Unknown host"),
                "Maven does not reach a repository");
        assertThat(built.code()).as(built.err()).isEqualTo(ExitCode.DONE);
        Run deployed = slipway("deploy", "staging", "--json");
        assertThat(deployed.code()).as(deployed.err()).isEqualTo(ExitCode.DONE);
        Answer answered = Answer.get(deployed.document().at("/urls/0").asString());
        assertThat(answered.body()).contains(answer);
    }

    private Run slipway(String... args) {
        return Run.with(Map.of("HOME", folder.toString(), "USER", "ada", "PATH", System.getenv("PATH")), project, args);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(project.resolve(file).getParent());
        Files.writeString(project.resolve(file), text);
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
