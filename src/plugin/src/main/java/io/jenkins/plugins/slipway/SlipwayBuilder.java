package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractProject;
import hudson.model.Descriptor;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import jenkins.tasks.SimpleBuildStep;
import jenkins.util.Timer;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import tools.jackson.databind.JsonNode;

/** One of the four steps as a build step of a freestyle job: the same form, the same records. */
public final class SlipwayBuilder extends Builder implements SimpleBuildStep {
    private static final long POLL_MS = 500;

    private final SlipwayStep step;

    @DataBoundConstructor
    public SlipwayBuilder(@NonNull SlipwayStep step) {
        this.step = step;
    }

    public SlipwayStep getStep() {
        return step;
    }

    @Override
    public void perform(
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull EnvVars env,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener)
            throws InterruptedException, IOException {
        Work work = step.work();
        Permissions.checkMayRun(work, run);
        String project = Asker.project(work.project(), run.getParent());
        String by = Asker.by(run);
        JsonNode known = UpToDate.isPossible(work) ? UpToDate.build(work, project, by, workspace, listener) : null;
        if (known != null) {
            Outcome.of(work, 0, known, run, null);
            return;
        }
        AgentStep running = AgentStep.start(work, project, by, workspace, launcher, new EnvVars(), listener);
        Integer exit = null;
        try {
            for (exit = running.poll(workspace, launcher, listener); exit == null; ) {
                pause();
                exit = running.poll(workspace, launcher, listener);
            }
        } finally {
            if (exit == null) {
                running.stop(workspace, launcher);
            }
        }
        JsonNode document = running.result(workspace);
        running.cleanUp(workspace);
        Outcome.of(work, exit, document, run, null);
    }

    /** The executor's thread waits for a timer, and for an abort. */
    private static void pause() throws InterruptedException {
        CompletableFuture<Void> later = new CompletableFuture<>();
        Timer.get().schedule(() -> later.complete(null), POLL_MS, TimeUnit.MILLISECONDS);
        try {
            later.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Extension
    @Symbol("slipway")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.SlipwayBuilder_displayName();
        }

        /** The four steps, for the form. */
        public List<? extends Descriptor<?>> getStepDescriptors() {
            return ExtensionList.lookup(SlipwayStep.SlipwayStepDescriptor.class);
        }
    }
}
