package io.jenkins.plugins.slipway.target.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.contract.ContractProject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
final class HttpGitSiteTest {
    private static final String PASSWORD = "s3cr3t-with-ümlaut-and:colon";
    private static final String WITH_TOKEN = ", token: SITE_TOKEN, username: ann";

    @TempDir
    Path folder;

    private BareRepository repository;
    private HttpGitServer server;
    private ContractProject project;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(HttpGitServer.isInstalled());
        Path repositories = Files.createDirectory(folder.resolve("repositories"));
        repository = BareRepository.create(repositories.resolve("site.git"));
        repository.git("config", "http.receivepack", "true");
        server = HttpGitServer.start(Files.createDirectory(folder.resolve("server")), repositories, PASSWORD);
    }

    @AfterEach
    void stop() {
        if (project != null) {
            project.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private Target open(String more, Map<String, String> variables) throws Exception {
        RepositoryUnderTest place = new RepositoryUnderTest(
                        List.of(repository.folder().toString(), server.address(repository.folder()), more))
                .with(variables);
        if (project == null) {
            project = ContractProject.create(folder, place.section(), true);
        }
        project.configure(place.section());
        return place.open(project);
    }

    @Test
    void a_token_opens_the_repository_and_is_nowhere_else() throws Exception {
        Target target = open(WITH_TOKEN, Map.of("SITE_TOKEN", PASSWORD));
        project.deploy(target, project.release("one"));
        project.deploy(target, project.release("two"));
        project.act(
                target, project.planRollback(target), io.jenkins.plugins.slipway.engine.deploy.DeployListener.none());

        assertThat(repository.text("web", "version")).isEqualTo("web one");
        assertThat(project.written()).contains("phase-started").doesNotContain(PASSWORD);
        assertThat(repository.git("log", "--format=%B", "web")).doesNotContain(PASSWORD);
        try (var files = Files.walk(project.home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain("s3cr3t");
            }
        }
        assertThat(Files.readString(folder.resolve("server/error.log"))).doesNotContain("s3cr3t");
    }

    @Test
    void a_wrong_token_is_refused_with_the_name_of_its_variable() throws Exception {
        Target target = open(WITH_TOKEN, Map.of("SITE_TOKEN", "wr0ng-and-secret"));
        Release one = project.release("one");
        assertThatThrownBy(() -> project.deploy(target, one))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Authentication failed")
                .hasMessageContaining("the variable SITE_TOKEN")
                .hasMessageNotContaining("wr0ng");
        assertThat(repository.has("web")).isFalse();
    }

    @Test
    void a_token_that_is_not_there_is_refused_before_anybody_is_asked() throws Exception {
        Target target = open(WITH_TOKEN, Map.of());
        Release one = project.release("one");
        assertThatThrownBy(() -> project.deploy(target, one))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("SITE_TOKEN, which is not set");
    }

    @Test
    void without_a_token_nobody_is_asked_for_a_password() throws Exception {
        Target target = open("", Map.of("HOME", folder.toString(), "GIT_CONFIG_NOSYSTEM", "1"));
        Release one = project.release("one");
        assertThatThrownBy(() -> project.deploy(target, one))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("‘token’ names a variable");
    }
}
