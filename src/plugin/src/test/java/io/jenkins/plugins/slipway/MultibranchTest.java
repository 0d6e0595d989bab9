package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import hudson.model.Queue;
import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.plugins.git.traits.DiscoverOtherRefsTrait;
import jenkins.plugins.git.traits.RefSpecsSCMSourceTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The branches and pull requests of a repository share a project, and each deploys what it has made itself. */
@WithJenkins
class MultibranchTest {
    private static final String BUILD = "def app = buildApp(); echo \"made ${app.release}\"\n";
    private static final String DEPLOY =
            "def live = deployEnv environment: 'staging', dryRun: true; echo \"took ${live.release}\"\n";

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @TempDir
    private Path sources;

    private JenkinsRule j;
    private WorkflowMultiBranchProject shop;

    @BeforeEach
    void repository(JenkinsRule rule) throws Exception {
        j = rule;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        j.jenkins.setNumExecutors(4);
        git("init", "--initial-branch=main");
        Files.createDirectories(sources.resolve(".slipway"));
        Files.writeString(sources.resolve(".slipway/config.yaml"), """
                applications:
                  shop: { type: "python:3.11" }
                """);
        commit("main", BUILD + "semaphore env.BRANCH_NAME\n" + DEPLOY);
        shop = j.createProject(WorkflowMultiBranchProject.class, "shop");
        GitSCMSource source = new GitSCMSource(sources.toUri().toString());
        source.setTraits(List.of(
                new BranchDiscoveryTrait(),
                new DiscoverOtherRefsTrait("pull/*/head"),
                new RefSpecsSCMSourceTrait("+refs/heads/*:refs/remotes/@{remote}/*", "+refs/pull/*:refs/pull/*")));
        shop.getSourcesList().add(new BranchSource(source));
    }

    @AfterEach
    void repository() {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
    }

    @Test
    void branches_and_pull_requests_that_build_at_once_each_deploy_their_own() throws Exception {
        git("checkout", "-q", "-b", "feature");
        commit("feature", BUILD + "semaphore env.BRANCH_NAME\n" + DEPLOY);
        // As hosts of repositories keep pull requests.
        git("checkout", "-q", "-b", "proposed");
        commit("proposed", BUILD + "semaphore env.BRANCH_NAME\n" + DEPLOY);
        git("update-ref", "refs/pull/7/head", "proposed");
        git("checkout", "-q", "main");
        git("branch", "-q", "-D", "proposed");
        index();

        List<WorkflowRun> runs = new ArrayList<>();
        for (String branch : List.of("main", "feature", "pull-7")) {
            WorkflowRun run = first(branch);
            SemaphoreStep.waitForStart(branch + "/1", run);
            runs.add(run);
        }
        for (WorkflowRun run : runs) {
            SemaphoreStep.success(run.getParent().getDisplayName() + "/1", null);
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            j.assertLogContains("took " + made(run), run);
            j.assertLogContains("it is the release of this build", run);
        }
        assertThat(runs.stream().map(this::made).distinct().count(), is(3L));
    }

    @Test
    void a_branch_that_was_deleted_and_is_there_again_has_nothing_that_it_means() throws Exception {
        git("checkout", "-q", "-b", "feature");
        commit("feature", BUILD);
        index();
        j.assertBuildStatusSuccess(j.waitForCompletion(first("feature")));
        WorkflowRun main = first("main");
        SemaphoreStep.success("main/1", null);
        j.assertBuildStatusSuccess(j.waitForCompletion(main));

        git("checkout", "-q", "main");
        git("branch", "-q", "-D", "feature");
        index();
        assertThat(branch("feature"), nullValue());
        assertThat("the project is its repository's", Projects.get().owner("shop"), is(shop));
        git("checkout", "-q", "-b", "feature");
        commit("again", DEPLOY);
        index();

        WorkflowRun refused = j.waitForCompletion(first("feature"));
        j.assertBuildStatus(Result.FAILURE, refused);
        j.assertLogContains("made by shop » main #1", refused);
        j.assertLogContains("made by shop » feature #1", refused);
        j.assertLogContains("Name the one you mean, as in ‘release: 2’", refused);
    }

    private String made(WorkflowRun run) {
        try {
            return JenkinsRule.getLog(run).replaceFirst("(?s).*made (\\d+).*", "$1");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private WorkflowJob branch(String name) {
        return shop.getItemByBranchName(name);
    }

    /** The build that the index has scheduled, as soon as it has begun. */
    private WorkflowRun first(String branch) throws Exception {
        WorkflowJob job = Objects.requireNonNull(branch(branch), branch);
        while (job.getBuildByNumber(1) == null) {
            Queue.Item item = job.getQueueItem();
            if (item != null) {
                item.getFuture().getStartCondition().get();
            }
        }
        return job.getBuildByNumber(1);
    }

    private void index() throws Exception {
        shop.scheduleBuild2(0).getFuture().get();
    }

    private void commit(String what, String script) throws Exception {
        Files.writeString(sources.resolve("code.txt"), what);
        Files.writeString(sources.resolve("Jenkinsfile"), "node {\ncheckout scm\n" + script + "}\n");
        git("add", ".");
        git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", what);
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(sources.toFile())
                .inheritIO()
                .start();
        assertThat(String.join(" ", command), git.waitFor(), is(0));
    }
}
