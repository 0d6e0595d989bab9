package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Job;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/**
 * Who is asked when a job works on a project: the job itself, and the job that the project belongs to if that is another one. Where
 * the owner is gone, all of Jenkins is asked in its place, unless a job of the owner's name takes the project up again.
 */
final class ProjectRights {
    private final List<AccessControlled> asked;

    private ProjectRights(List<AccessControlled> asked) {
        this.asked = asked;
    }

    /** Of a job over a project, whether or not that project is its own. */
    @NonNull
    static ProjectRights of(@NonNull Job<?, ?> job, @NonNull String project) {
        List<AccessControlled> asked = new ArrayList<>();
        asked.add(job);
        Projects.Owner owner = Projects.get().ownerOf(project);
        Item item = owner.item();
        if (item != null) {
            if (!item.equals(job)) {
                asked.add(item);
            }
        } else if (owner.known() && !owner.name().equals(Requester.owner(job).getFullName())) {
            asked.add(Jenkins.get());
        }
        return new ProjectRights(asked);
    }

    /** Whether the current user has it on all of them. */
    boolean has(@NonNull Permission permission) {
        return asked.stream().allMatch(each -> each.hasPermission(permission));
    }

    /** @throws org.springframework.security.access.AccessDeniedException unless the current user has it on all of them */
    void check(@NonNull Permission permission) {
        asked.forEach(each -> each.checkPermission(permission));
    }

    /** The name of the first one on which somebody lacks a permission; null if they lack it on none. */
    @CheckForNull
    String lacking(@NonNull Authentication who, @NonNull Permission permission) {
        return asked.stream()
                .filter(each -> !each.hasPermission2(who, permission))
                .map(each -> each instanceof Item item ? item.getFullName() : "Jenkins")
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
