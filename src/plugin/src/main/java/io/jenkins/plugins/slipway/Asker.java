package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import jenkins.branch.MultiBranchProject;
import jenkins.model.Jenkins;

/** Who asks, and for which project, as the records say it. */
final class Asker {
    private static final int LONGEST_NAME = 63;

    private Asker() {}

    /** Such as {@code ada, shop » main #12}. */
    @NonNull
    static String by(@NonNull Run<?, ?> run) {
        Cause.UserIdCause user = run.getCause(Cause.UserIdCause.class);
        String who = user == null || user.getUserId() == null ? "" : user.getUserId() + ", ";
        return who + run.getFullDisplayName();
    }

    /** The name of a step's project: the given one, else that of the job; all branches of a multibranch project are one. */
    @NonNull
    static String project(@NonNull String given, @NonNull Job<?, ?> job) {
        if (!given.isEmpty()) {
            return given;
        }
        Item named =
                Jenkins.get().getPlugin("branch-api") != null && Branches.isBranch(job) ? (Item) job.getParent() : job;
        String slug = named.getFullName().replaceAll("[^a-zA-Z0-9._-]+", "-").replaceAll("^[^a-zA-Z0-9]+", "");
        return slug.length() <= LONGEST_NAME ? slug : slug.substring(slug.length() - LONGEST_NAME);
    }

    /** Apart, so that its class is only loaded where the plugin that it needs is installed. */
    private static final class Branches {
        static boolean isBranch(Job<?, ?> job) {
            return job.getParent() instanceof MultiBranchProject;
        }
    }
}
