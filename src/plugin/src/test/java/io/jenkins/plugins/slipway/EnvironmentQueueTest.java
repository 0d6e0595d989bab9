package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hudson.FilePath;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** One step at a time changes an environment, wherever it runs, and a restart lets nobody in between. */
class EnvironmentQueueTest {
    private static final long HOUR = 3_600_000;

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private static WorkflowRun held(JenkinsRule j) throws Exception {
        WorkflowJob holder = j.createProject(WorkflowJob.class, "holder");
        holder.setDefinition(new CpsFlowDefinition("semaphore 'hold'", true));
        WorkflowRun run = holder.scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart("hold/1", run);
        return run;
    }

    private static EnvironmentClaim claim(WorkflowRun run, String who, String waiting) {
        return new EnvironmentClaim("shop", "staging", who, run.getExternalizableId(), waiting);
    }

    @Test
    void who_comes_waits_its_turn_or_is_told_who_holds_it() throws Throwable {
        sessions.then(j -> {
            EnvironmentQueue queue = EnvironmentQueue.get();
            WorkflowRun run = held(j);
            List<String> told = new ArrayList<>();
            EnvironmentClaim first = claim(run, "first", "QUEUE");
            EnvironmentClaim second = claim(run, "second", "QUEUE");
            EnvironmentClaim third = claim(run, "third", "QUEUE");

            assertThat(queue.ask(first, HOUR, told::add).isDone(), is(true));
            CompletableFuture<Void> turn = queue.ask(second, HOUR, told::add);
            CompletableFuture<Void> later = queue.ask(third, HOUR, told::add);
            assertThat(turn.isDone(), is(false));
            ExecutionException refused = assertThrows(
                    ExecutionException.class,
                    () -> queue.ask(claim(run, "refused", "REFUSE"), HOUR, told::add)
                            .get());
            assertThat(refused.getMessage(), containsString("‘staging’ is held by first"));

            queue.giveBack(first);
            turn.get();
            assertThat(told, is(List.of("first", "first", "second")));
            queue.giveBack(second);
            later.get();
            queue.giveBack(third);
            assertThat(queue.holder("shop", "staging"), nullValue());
        });
    }

    @Test
    void the_newest_takes_the_place_of_older_waiters_and_patience_ends() throws Throwable {
        sessions.then(j -> {
            EnvironmentQueue queue = EnvironmentQueue.get();
            WorkflowRun run = held(j);
            EnvironmentClaim first = claim(run, "first", "QUEUE");
            queue.ask(first, HOUR, holder -> {});
            CompletableFuture<Void> older = queue.ask(claim(run, "older", "NEWEST"), HOUR, holder -> {});
            CompletableFuture<Void> newest = queue.ask(claim(run, "newest", "NEWEST"), HOUR, holder -> {});

            ExecutionException superseded = assertThrows(ExecutionException.class, older::get);
            assertThat(superseded.getMessage(), containsString("A newer deployment took the place of this one"));
            queue.giveBack(first);
            newest.get();
            ExecutionException late = assertThrows(
                    ExecutionException.class,
                    () -> queue.ask(claim(run, "late", "QUEUE"), 10, holder -> {})
                            .get());
            assertThat(late.getMessage(), containsString("‘staging’ is still held by newest after 0 s"));
        });
    }

    @Test
    void a_restart_lets_nobody_in_and_the_end_of_a_run_frees_what_it_held() throws Throwable {
        sessions.then(j -> EnvironmentQueue.get().ask(claim(held(j), "held", "QUEUE"), HOUR, holder -> {}));
        sessions.then(j -> {
            EnvironmentQueue queue = EnvironmentQueue.get();
            WorkflowJob job = j.jenkins.getItemByFullName("holder", WorkflowJob.class);
            WorkflowRun run = job.getBuildByNumber(1);
            CompletableFuture<Void> turn = queue.ask(claim(run, "next", "QUEUE"), HOUR, holder -> {});
            assertThat(queue.holder("shop", "staging"), is("held"));
            assertThat(turn.isDone(), is(false));

            run.doStop();
            j.waitForCompletion(run);

            // Both claims were of that run; none is left.
            assertThat(queue.holder("shop", "staging"), nullValue());
        });
    }

    @Test
    void who_waits_over_a_restart_has_its_turn_after_it() throws Throwable {
        sessions.then(j -> {
            WorkflowRun holder = held(j);
            EnvironmentQueue.get().ask(claim(holder, "ada, other #7", "QUEUE"), HOUR, told -> {});
            WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
            SlowProject.writeTo(j.jenkins.getWorkspaceFor(job), 0);
            job.setDefinition(new CpsFlowDefinition("node { deployEnv environment: 'staging' }", true));
            j.waitForMessage(
                    "Waiting for ‘staging’, which is held by ada, other #7",
                    job.scheduleBuild2(0).waitForStart());
        });
        sessions.then(j -> {
            WorkflowRun waiting =
                    j.jenkins.getItemByFullName("shop", WorkflowJob.class).getBuildByNumber(1);
            SemaphoreStep.success("hold/1", null);
            j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(waiting));
            // It had its turn: the command itself says that there is nothing to deploy.
            j.assertLogContains("has no release yet", waiting);
            assertThat(EnvironmentQueue.get().holder("shop", "staging"), nullValue());
        });
    }

    @Test
    void a_freestyle_build_that_is_refused_fails_with_the_holder_s_name() throws Throwable {
        sessions.then(j -> {
            FreeStyleProject job = j.createFreeStyleProject("shop");
            FilePath workspace = j.jenkins.getWorkspaceFor(job);
            SlowProject.writeTo(workspace, 0);
            EnvironmentQueue.get().ask(claim(held(j), "ada, other #7", "QUEUE"), HOUR, holder -> {});
            job.getBuildersList().add(new BuildAppBuilder());
            DeployEnvBuilder deploy = new DeployEnvBuilder("staging");
            deploy.setWait("refuse");
            job.getBuildersList().add(deploy);

            FreeStyleBuild build = j.buildAndAssertStatus(Result.FAILURE, job);

            j.assertLogContains("‘staging’ is held by ada, other #7", build);
        });
    }
}
