package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import jenkins.branch.MultiBranchProject;
import jenkins.model.Jenkins;

/** Who asks, and for which project, as the records say it. */
final class Requester {
    private static final int LONGEST_NAME = 63;

    private Requester() {}

    /** Such as {@code ada, shop » main #12}. */
    @NonNull
    static String by(@NonNull Run<?, ?> run) {
        Cause.UserIdCause user = run.getCause(Cause.UserIdCause.class);
        String who = user == null || user.getUserId() == null ? "" : user.getUserId() + ", ";
        return who + run.getFullDisplayName();
    }

    /** The name of a step's project: the given one, else that of the job. */
    @NonNull
    static String project(@NonNull String given, @NonNull Job<?, ?> job) {
        return given.isEmpty() ? Projects.get().nameOf(job) : given;
    }

    /** Whom a job's project belongs to: the job itself, or the multibranch project, as all its branches share theirs. */
    @NonNull
    static Item owner(@NonNull Job<?, ?> job) {
        return Jenkins.get().getPlugin("branch-api") != null && Branches.isBranch(job) ? (Item) job.getParent() : job;
    }

    /** The full name of an item in the letters that a project's name may have. */
    @NonNull
    static String slug(@NonNull String fullName) {
        String slug = fullName.replaceAll("[^a-zA-Z0-9._-]+", "-").replaceAll("^[^a-zA-Z0-9]+", "");
        String name = slug.isEmpty() ? "project" : slug;
        return name.length() <= LONGEST_NAME
                ? name
                : name.substring(name.length() - LONGEST_NAME).replaceAll("^[^a-zA-Z0-9]+", "");
    }

    /** Apart, so that its class is only loaded where the plugin that it needs is installed. */
    private static final class Branches {
        static boolean isBranch(Job<?, ?> job) {
            return job.getParent() instanceof MultiBranchProject;
        }
    }
}
