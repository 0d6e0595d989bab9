package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.User;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.security.Permission;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.core.Authentication;

/**
 * Whether a step may do what it is to do. Whoever started the build by hand, also by what triggered it, and whoever it runs as, must
 * have the permission on its job, and on the job that the project belongs to if that is another one.
 */
final class StepAuthorization {
    private final StepAssignment assignment;
    private final Run<?, ?> run;

    StepAuthorization(@NonNull StepAssignment assignment, @NonNull Run<?, ?> run) {
        this.assignment = assignment;
        this.run = run;
    }

    /**
     * Checks a deployment or a rollback.
     *
     * @throws AbortException naming who lacks what; nothing was changed then
     */
    void check(@NonNull AskEnvironment.Answer declared) throws AbortException {
        StepWork work = assignment.work();
        String environment = work.environment();
        boolean known = declared.problem() == null;
        // What sources say can be changed by whoever may change sources: what was production once stays so until
        // somebody says otherwise who may deploy there.
        boolean remembered = Projects.get().isProduction(assignment.project(), environment);
        boolean production = remembered || declared.production();
        boolean rollback = work.verb() == StepWork.Verb.ROLLBACK;
        admit(rollback ? Permissions.ROLLBACK : production ? Permissions.DEPLOY : Item.BUILD);
        if (known && work.verb() == StepWork.Verb.DEPLOY && declared.production() != remembered) {
            // Making it production needs no permission. Making it less needs somebody who was asked just now: a build
            // that sources have triggered runs as nobody in particular.
            if (declared.production() || askers().stream().anyMatch(who -> !ACL.SYSTEM2.equals(who))) {
                Projects.get().production(assignment.project(), environment, declared.production());
            }
        }
    }

    /**
     * Checks a build or a gate.
     *
     * @throws AbortException naming who lacks what; nothing was changed then
     */
    void check() throws AbortException {
        admit(Item.BUILD);
    }

    /** The project is the job's from now on if it is nobody's; if somebody was faster, they are asked. */
    private void admit(Permission needed) throws AbortException {
        require(needed);
        Projects.get().claim(assignment.work().project(), run.getParent());
        require(needed);
    }

    private void require(Permission needed) throws AbortException {
        ProjectRights rights = ProjectRights.of(run.getParent(), assignment.project());
        for (Authentication who : askers()) {
            String lacking = rights.lacking(who, needed);
            if (lacking != null) {
                String name = needed == Item.BUILD ? "Job/Build" : "Slipway/" + needed.name;
                String where = assignment.work().environment();
                throw new AbortException("‘" + who.getName() + "’ lacks the permission " + name + " on ‘" + lacking
                        + "’, which is needed for " + (where.isEmpty() ? "" : "environment ‘" + where + "’ of ")
                        + "project ‘" + assignment.project() + "’; ask an administrator of Jenkins for it");
            }
        }
    }

    /** Whoever the build runs as, and whoever started it by hand or started by hand what triggered it. */
    private List<Authentication> askers() {
        List<Authentication> askers = new ArrayList<>();
        if (run.getParent() instanceof Queue.Task task) {
            askers.add(Tasks.getAuthenticationOf2(task));
        }
        addStarters(run.getCauses(), askers);
        return askers;
    }

    private static void addStarters(List<Cause> causes, List<Authentication> askers) {
        for (Cause cause : causes) {
            if (cause instanceof Cause.UpstreamCause upstream) {
                addStarters(upstream.getUpstreamCauses(), askers);
            } else if (cause instanceof Cause.UserIdCause started && started.getUserId() != null) {
                User user = User.getById(started.getUserId(), false);
                if (user != null) {
                    askers.add(user.impersonate2());
                }
            }
        }
    }
}
