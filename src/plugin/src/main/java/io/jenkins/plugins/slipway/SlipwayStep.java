package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.config.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the four steps have in common: a project in the workspace, and one run of the command for it. */
public abstract class SlipwayStep extends Step {
    private String dir = "";
    private String project = "";
    private String timeout = "";

    public String getDir() {
        return dir;
    }

    /** The project's folder in the workspace; the workspace itself unless set. */
    @DataBoundSetter
    public void setDir(@CheckForNull String dir) {
        this.dir = Util.fixNull(dir).trim();
    }

    public String getProject() {
        return project;
    }

    /** The project's name; that of the job, or of the multibranch project, unless set. */
    @DataBoundSetter
    public void setProject(@CheckForNull String project) {
        this.project = Util.fixNull(project).trim();
    }

    public String getTimeout() {
        return timeout;
    }

    /** Such as {@code 90s} or {@code 5m}: of each build hook, of waiting for the environment, or of the whole gate. */
    @DataBoundSetter
    public void setTimeout(@CheckForNull String timeout) {
        this.timeout = Util.fixNull(timeout).trim();
    }

    /** Written by hand or by an earlier version, a stored step may lack any option: it has its default then. */
    protected Object readResolve() {
        setDir(dir);
        setProject(project);
        setTimeout(timeout);
        return this;
    }

    @NonNull
    abstract StepWork.Verb verb();

    /** The environment, or empty. */
    @NonNull
    String environmentName() {
        return "";
    }

    /** The release that is asked for, or null. */
    @CheckForNull
    Integer releaseNumber() {
        return null;
    }

    /** Adds what only this step offers. */
    abstract void addOptions(@NonNull List<String> options) throws AbortException;

    /** The step as plain values. */
    @NonNull
    StepWork work() throws AbortException {
        List<String> options = new ArrayList<>();
        if (!timeout.isEmpty()) {
            options.addAll(List.of("--timeout", timeout));
        }
        addOptions(options);
        return new StepWork(verb(), dir, project, environmentName(), releaseNumber(), options);
    }

    @Override
    public final StepExecution start(StepContext context) throws AbortException {
        return new SlipwayExecution(context, work());
    }

    /** What the descriptors of the four steps have in common. */
    public abstract static class SlipwayStepDescriptor extends StepDescriptor implements CustomDescribableModel {
        /** Without its model, the Snippet Generator writes all options by their names, as people do. */
        @Override
        @NonNull
        public UninstantiatedDescribable customUninstantiate(@NonNull UninstantiatedDescribable step) {
            return new UninstantiatedDescribable(step.getSymbol(), step.getKlass(), step.getArguments());
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(FilePath.class, Launcher.class, Run.class, TaskListener.class, FlowNode.class);
        }

        @POST
        public FormValidation doCheckDir(@AncestorInPath Item item, @QueryParameter String value) {
            Permissions.checkConfigure(item);
            return StepAssignment.leadsOut(value.trim())
                    ? FormValidation.error(Messages.SlipwayStep_dir(value))
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            Permissions.checkConfigure(item);
            boolean good = value.isBlank() || Durations.read(value.trim()).isPresent();
            return good ? FormValidation.ok() : FormValidation.error(Messages.SlipwayStep_timeout(value));
        }

        @POST
        public FormValidation doCheckProject(@AncestorInPath Item item, @QueryParameter String value) {
            Permissions.checkConfigure(item);
            return value.isBlank() ? FormValidation.ok() : checkName(value);
        }

        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            Permissions.checkConfigure(item);
            if (value.isBlank()) {
                return FormValidation.error(Messages.SlipwayStep_environment());
            }
            return value.contains("$") ? FormValidation.ok() : checkName(value);
        }

        private static FormValidation checkName(String value) {
            return Names.isPlain(value.trim())
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.SlipwayStep_name(value));
        }
    }
}
