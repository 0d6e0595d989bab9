package io.jenkins.plugins.slipway.target.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.contract.ContractProject;
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
final class SshGitSiteTest {
    @TempDir
    Path folder;

    private BareRepository repository;
    private SshGitServer server;
    private ContractProject project;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(SshGitServer.isInstalled());
        repository = BareRepository.create(folder.resolve("site.git"));
        server = SshGitServer.start(Files.createDirectory(folder.resolve("server")));
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

    private Target open(Map<String, String> variables) throws Exception {
        RepositoryUnderTest place = new RepositoryUnderTest(
                        List.of(repository.folder().toString(), server.address(repository.folder()), ", key: SITE_KEY"))
                .with(variables);
        project = ContractProject.create(folder, place.section(), true);
        return place.open(project);
    }

    @Test
    void a_key_opens_the_repository() throws Exception {
        Target target = open(server.variables());
        project.deploy(target, project.release("one"));
        project.deploy(target, project.release("two"));
        assertThat(repository.text("web", "version")).isEqualTo("web two");
        project.act(target, project.planRollback(target), DeployListener.none());
        assertThat(repository.text("web", "version")).isEqualTo("web one");
        assertThat(repository.commits("web")).isEqualTo(3);
    }

    @Test
    void a_server_that_is_not_known_is_not_trusted() throws Exception {
        Target target = open(server.strangersVariables());
        Release one = project.release("one");
        assertThatThrownBy(() -> project.deploy(target, one))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Host key verification failed");
        assertThat(repository.has("web")).isFalse();
    }
}
