package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * One of the four steps as a build step of a freestyle job: the same options, the same form, the same records. What is configured
 * is kept in the step itself; a build step only offers its options under their names.
 *
 * <p>It is no {@code SimpleBuildStep}: pipelines have the steps themselves, and a second way to write each of them, by
 * {@code step([$class: …])}, would return nothing and be what Jenkins writes for the name that both have.
 */
public abstract class StepBuilder extends Builder {
    /** Null only while a build step is read that was stored without any option; hence not declared either way. */
    abstract SlipwayStep step();

    /** For a build step that was stored without any option: one with the defaults, where there can be one. */
    @NonNull
    Object withDefaults() {
        throw new IllegalStateException("A stored " + getClass().getSimpleName()
                + " has no step element with an environment in it; configure the build step again");
    }

    protected Object readResolve() {
        return step() == null ? withDefaults() : this;
    }

    public String getDir() {
        return step().getDir();
    }

    @DataBoundSetter
    public void setDir(@CheckForNull String dir) {
        step().setDir(dir);
    }

    public String getProject() {
        return step().getProject();
    }

    @DataBoundSetter
    public void setProject(@CheckForNull String project) {
        step().setProject(project);
    }

    public String getTimeout() {
        return step().getTimeout();
    }

    @DataBoundSetter
    public void setTimeout(@CheckForNull String timeout) {
        step().setTimeout(timeout);
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        FilePath workspace = build.getWorkspace();
        if (workspace == null) {
            throw new AbortException("There is no workspace for " + build.getFullDisplayName()
                    + ", as its agent is gone; build it again when the agent is back");
        }
        StepWork work = step().work().expanded(build.getEnvironment(listener));
        new BlockingRun(work, build, workspace, launcher, listener).toItsEnd();
        return true;
    }

    /** Shows the step's form and help, and lets the step's descriptor check what is typed. */
    public abstract static class StepBuilderDescriptor extends BuildStepDescriptor<Builder> {
        private final Class<? extends SlipwayStep> step;

        StepBuilderDescriptor(@NonNull Class<? extends SlipwayStep> step) {
            this.step = step;
        }

        /** For the form. */
        @NonNull
        public SlipwayStep.SlipwayStepDescriptor getStepDescriptor() {
            return (SlipwayStep.SlipwayStepDescriptor) Jenkins.get().getDescriptorOrDie(step);
        }

        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        @Override
        public String getHelpFile() {
            return getStepDescriptor().getHelpFile();
        }
    }
}
