package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.User;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.security.Permission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.security.core.Authentication;

/**
 * Whether a step may change an environment. Whoever started the build by hand, and whoever it runs as, must have the permission on
 * its job, and on the job that the project belongs to if that is another one.
 */
final class Admission {
    private final Assignment assignment;
    private final Run<?, ?> run;

    Admission(@NonNull Assignment assignment, @NonNull Run<?, ?> run) {
        this.assignment = assignment;
        this.run = run;
    }

    /**
     * Checks.
     *
     * @throws AbortException naming who lacks what
     */
    void check(@NonNull AskEnvironment.Answer declared) throws AbortException {
        Work work = assignment.work();
        String environment = work.environment();
        boolean known = declared.problem() == null;
        // What sources say can be changed by whoever may change sources: what was production once stays so until
        // somebody says otherwise who may deploy there.
        boolean remembered = Projects.get().isProduction(assignment.project(), environment);
        boolean production = remembered || declared.production();
        boolean rollback = work.verb() == Work.Verb.ROLLBACK;
        require(rollback ? Permissions.ROLLBACK : production ? Permissions.DEPLOY : Item.BUILD);
        if (known && work.verb() == Work.Verb.DEPLOY && declared.production() != remembered) {
            // Making it production needs no permission. Making it less needs somebody who was asked just now: a build
            // that sources have triggered runs as nobody in particular.
            if (declared.production() || askers().stream().anyMatch(who -> !ACL.SYSTEM2.equals(who))) {
                Projects.get().production(assignment.project(), environment, declared.production());
            }
        }
    }

    private void require(Permission needed) throws AbortException {
        for (Item item : items()) {
            for (Authentication who : askers()) {
                if (!item.hasPermission2(who, needed)) {
                    String name = needed == Item.BUILD ? "Job/Build" : "Slipway/" + needed.name;
                    throw new AbortException("‘" + who.getName() + "’ lacks the permission " + name + " on ‘"
                            + item.getFullName() + "’, which is needed for environment ‘"
                            + assignment.work().environment() + "’ of project ‘" + assignment.project()
                            + "’; ask an administrator of Jenkins for it");
                }
            }
        }
    }

    private Set<Item> items() {
        Set<Item> items = new LinkedHashSet<>();
        Job<?, ?> job = run.getParent();
        items.add(job);
        Item owner = Projects.get().owner(assignment.project());
        if (owner != null) {
            items.add(owner);
        }
        return items;
    }

    private List<Authentication> askers() {
        List<Authentication> askers = new ArrayList<>();
        if (run.getParent() instanceof Queue.Task task) {
            askers.add(Tasks.getAuthenticationOf2(task));
        }
        Cause.UserIdCause started = run.getCause(Cause.UserIdCause.class);
        User user = started == null || started.getUserId() == null ? null : User.getById(started.getUserId(), false);
        if (user != null) {
            askers.add(user.impersonate2());
        }
        return askers;
    }
}
