package io.jenkins.plugins.slipway.target.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.deploy.DeployListener;
import io.jenkins.plugins.slipway.engine.deploy.DeployPlan;
import io.jenkins.plugins.slipway.engine.deploy.DeploymentFailedException;
import io.jenkins.plugins.slipway.engine.environment.Deployment.State;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.target.DriftException;
import io.jenkins.plugins.slipway.engine.target.Stage;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.engine.target.contract.ContractProject;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Moment;
import io.jenkins.plugins.slipway.engine.target.contract.Death.Point;
import io.jenkins.plugins.slipway.engine.target.contract.MortalTarget;
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
final class GitSiteTest {
    private static final Moment PUSHING_WEB = new Moment(3, "web.push", Stage.SWITCH, Point.ANNOUNCED);

    @TempDir
    Path folder;

    private BareRepository repository;
    private ContractProject project;
    private Target target;

    @BeforeEach
    void begin() throws Exception {
        repository = BareRepository.create(folder.resolve("site.git"));
        sites("");
    }

    /** @param more lines of each section, after a comma */
    private void sites(String more) throws Exception {
        if (project != null) {
            project.close();
        }
        RepositoryUnderTest place = new RepositoryUnderTest(
                List.of(repository.folder().toString(), repository.folder().toString(), more));
        project = ContractProject.create(folder, place.section(), true);
        target = place.open(project);
    }

    @AfterEach
    void end() {
        project.close();
    }

    @Test
    void the_commit_says_whose_it_is() throws Exception {
        Release one = project.release("one");
        project.deploy(target, one);

        assertThat(repository.message("web"))
                .startsWith("Publish release 1 of shop to production\n\n")
                .contains("Slipway-Deployment: 1\n")
                .contains("Slipway-Artifact: web " + one.artifacts().get("web").value())
                .contains("Slipway-Source: c0ffee");
        assertThat(repository.files("web")).containsExactly("empty/.hidden/file", "version");
    }

    @Test
    void each_kind_of_file_is_published_as_it_is() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree/dist/ä ü/.well-known"))
                .getParent()
                .getParent()
                .getParent();
        Files.writeString(tree.resolve("dist/ä ü/.well-known/a \"quoted\" \\ name"), "dot");
        Files.writeString(tree.resolve("dist/.htaccess"), "deny");
        Files.writeString(tree.resolve("dist/run.sh"), "#!/bin/sh\n");
        assertThat(tree.resolve("dist/run.sh").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(tree.resolve("dist/link"), Path.of("ä ü/.well-known"));
        Files.writeString(tree.resolve("outside"), "not of the site");
        sites(", folder: dist");
        project.deploy(target, project.releaseOf(Map.of("api", tree, "web", tree)));

        assertThat(repository
                        .git("-c", "core.quotePath=false", "ls-tree", "-r", "web")
                        .replaceAll(" [0-9a-f]{40}\t", " "))
                .isEqualTo("""
                        100644 blob .htaccess
                        120000 blob link
                        100755 blob run.sh
                        100644 blob "ä ü/.well-known/a \\"quoted\\" \\\\ name"
                        """);
        assertThat(repository.text("web", "link")).isEqualTo("ä ü/.well-known");
    }

    @Test
    void a_folder_that_is_not_there_is_not_published_as_an_empty_site() throws Exception {
        project.deploy(target, project.release("one"));
        String head = repository.head("web");
        sites(", folder: dits");
        Release two = project.release("two");

        assertThatThrownBy(() -> project.deploy(target, two))
                .isInstanceOf(DeploymentFailedException.class)
                .hasMessageContaining("no file in its folder ‘dits/’");
        assertThat(repository.head("web")).isEqualTo(head);
    }

    @Test
    void cname_and_nojekyll_are_written_or_kept() throws Exception {
        sites(", cname: shop.example.com, nojekyll: true");
        project.deploy(target, project.release("one"));
        assertThat(repository.text("web", "CNAME")).isEqualTo("shop.example.com\n");
        assertThat(repository.files("web")).contains(".nojekyll");

        sites("");
        project.deploy(target, project.release("two"));
        assertThat(repository.files("web")).contains(".nojekyll", "CNAME");

        sites(", nojekyll: false");
        project.deploy(target, project.release("three"));
        assertThat(repository.files("web")).contains("CNAME").doesNotContain(".nojekyll");
    }

    @Test
    void settings_are_injected_and_named_in_the_plan() throws Exception {
        sites(", inject: { file: js/settings.js, values: { API: \"https://x/</script>\", N: 7 } }");
        DeployPlan plan = project.plan(target, project.release("one"));
        assertThat(plan.describe()).anyMatch(line -> line.contains("js/settings.js"));
        project.act(target, plan, DeployListener.none());
        assertThat(repository.text("web", "js/settings.js"))
                .startsWith("window.SETTINGS = {")
                .contains("\"N\" : 7")
                .doesNotContain("</script>");
        assertThat(repository.message("web")).contains("Slipway-Settings: sha256:");

        String head = repository.head("web");
        sites(", inject: { file: js/settings.js, values: { API: other, N: 7 } }");
        project.deploy(target, project.records.releases().find("shop", 1).orElseThrow());
        assertThat(repository.head("web")).isNotEqualTo(head);
        assertThat(repository.text("web", "js/settings.js")).contains("other");
    }

    @Test
    void rollbacks_are_new_commits_and_the_history_is_kept() throws Exception {
        project.deploy(target, project.release("one"));
        project.deploy(target, project.release("two"));
        project.deploy(target, project.release("three"));

        project.act(target, project.planRollback(target), DeployListener.none());
        assertThat(repository.text("web", "version")).isEqualTo("web two");
        project.act(target, project.planRollback(target), DeployListener.none());
        assertThat(repository.text("web", "version")).isEqualTo("web one");

        assertThat(repository.commits("web")).isEqualTo(5);
        assertThat(target.inspect("shop", ContractProject.ENVIRONMENT)
                        .orElseThrow()
                        .release())
                .isEqualTo(1);
    }

    @Test
    void a_branch_of_one_commit_has_one_commit() throws Exception {
        sites(", history: single");
        project.deploy(target, project.release("one"));
        project.deploy(target, project.release("two"));
        assertThat(repository.commits("web")).isEqualTo(1);
        assertThat(repository.text("web", "version")).isEqualTo("web two");
    }

    @Test
    void what_a_hook_of_the_server_refuses_is_said_in_its_words_and_taken_back_everywhere() throws Exception {
        project.deploy(target, project.release("one"));
        repository.hook("update", "case $1 in */web) echo 'GH006: branch web is protected'; exit 1;; esac");
        Release two = project.release("two");

        assertThatThrownBy(() -> project.deploy(target, two))
                .isInstanceOf(DeploymentFailedException.class)
                .hasMessageContaining("GH006: branch web is protected")
                .hasMessageContaining("hook declined")
                .hasMessageContaining("Release 1 is live again");

        assertThat(repository.text("api", "version")).isEqualTo("api one");
        assertThat(repository.commits("api")).isEqualTo(3);
        assertThat(repository.commits("web")).isEqualTo(1);
        assertThat(project.recorded(2).state()).isEqualTo(State.RESTORED);
    }

    @Test
    void what_is_pushed_by_hand_meanwhile_is_left_and_the_deployment_is_refused() throws Exception {
        project.deploy(target, project.release("one"));
        DeployPlan plan = project.plan(target, project.release("two"));
        Target disturbed = MortalTarget.pausing(target, PUSHING_WEB, () -> {
                    try {
                        repository.changeByHand("web", "version", "by hand");
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .of(plan.planned());

        assertThatThrownBy(() -> project.act(disturbed, plan, DeployListener.none()))
                .isInstanceOf(DeploymentFailedException.class)
                .hasCauseInstanceOf(DriftException.class)
                .hasMessageContaining("‘Mend a typo’ by Bob");

        assertThat(repository.text("web", "version")).isEqualTo("by hand");
        assertThat(repository.text("api", "version")).isEqualTo("api one");
    }

    @Test
    void of_two_publishers_at_once_one_wins_and_the_other_is_refused() throws Exception {
        project.deploy(target, project.release("one"));
        DeployPlan slow = project.plan(target, project.release("slow"));
        Release fast = project.release("fast");
        Target overtaken = MortalTarget.pausing(target, PUSHING_WEB, () -> {
                    project.leases.cutOff();
                    project.leases.heal();
                    try {
                        // Another machine, which does not see that this one is still there.
                        project.deploy(target, fast);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })
                .of(slow.planned());

        assertThatThrownBy(() -> project.act(overtaken, slow, DeployListener.none()))
                .isInstanceOf(RuntimeException.class);

        assertThat(repository.text("web", "version")).isEqualTo("web fast");
        assertThat(repository.text("api", "version")).isEqualTo("api fast");
    }

    @Test
    void a_branch_that_slipway_did_not_make_is_not_written_over() throws Exception {
        project.deploy(target, project.release("one"));
        repository.changeByHand("web", "index.html", "mine");
        Release two = project.release("two");
        assertThatThrownBy(() -> project.deploy(target, two)).hasMessageContaining("--over-drift");
        assertThat(repository.files("web")).contains("index.html");
    }
}
