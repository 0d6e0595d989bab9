package io.jenkins.plugins.slipway;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A project follows its job wherever it goes, and outlives it. */
class ProjectsTest {
    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void a_project_follows_its_job_through_renames_moves_and_restarts() throws Throwable {
        sessions.then(j -> {
            FreeStyleProject job = j.createFreeStyleProject("shop");
            assertThat(Projects.get().claim("", job), is("shop"));
            job.renameTo("store");
            assertThat(Projects.get().nameOf(job), is("shop"));
            FreeStyleProject moved = Items.move(job, j.createProject(Folder.class, "team"));
            assertThat(moved.getFullName(), is("team/store"));
            assertThat(Projects.get().nameOf(moved), is("shop"));
            j.jenkins.getItemByFullName("team", Folder.class).renameTo("crew");
        });
        sessions.then(j -> {
            FreeStyleProject job = j.jenkins.getItemByFullName("crew/store", FreeStyleProject.class);
            assertThat(Projects.get().nameOf(job), is("shop"));
            assertThat(Projects.get().owner("shop"), is(job));
        });
    }

    @Test
    void two_jobs_never_share_a_project_because_their_names_look_alike() throws Throwable {
        sessions.then(j -> {
            FreeStyleProject one = j.createFreeStyleProject("team-shop");
            FreeStyleProject other =
                    j.createProject(Folder.class, "team").createProject(FreeStyleProject.class, "shop");

            assertThat(Projects.get().claim("", one), is("team-shop"));
            assertThat(Projects.get().claim("", other), is("team-shop-2"));
            one.renameTo("elsewhere");
            FreeStyleProject third = j.createFreeStyleProject("team-shop");
            assertThat(Projects.get().claim("", third), not("team-shop"));
        });
    }

    @Test
    void the_project_of_a_deleted_job_is_nobody_s_until_a_job_of_that_name_comes_back() throws Throwable {
        sessions.then(j -> {
            FreeStyleProject job = j.createFreeStyleProject("shop");
            Projects.get().claim("", job);
            Projects.get().production("shop", "live", true);
            job.delete();
            assertThat(Projects.get().owner("shop"), nullValue());
            assertThat(Projects.get().all().get("shop") > 0, is(true));

            FreeStyleProject again = j.createFreeStyleProject("shop");
            assertThat(Projects.get().claim("", again), is("shop"));
            assertThat(Projects.get().owner("shop"), is(again));
            assertThat("what was production stays so", Projects.get().isProduction("shop", "live"), is(true));
        });
    }
}
