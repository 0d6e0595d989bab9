package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.ModelObject;
import hudson.model.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;

/** What can be reached by a URL of a run's report: the page, and the files that it links to. */
@Restricted(NoExternalUse.class)
public final class RunPage implements ModelObject {
    private final SlipwayReport report;
    private final Run<?, ?> run;

    RunPage(@NonNull SlipwayReport report, @NonNull Run<?, ?> run) {
        this.report = report;
        this.run = run;
    }

    /** For the frame of the page. */
    public Run<?, ?> getObject() {
        return run;
    }

    @Override
    public String getDisplayName() {
        return report.getDisplayName();
    }

    /** What each step did, in order; no getter, so that none of it has a URL. */
    public List<StepView> steps() {
        return report.getSteps();
    }

    /** {@code files/PROJECT/STEP/NAME}, as text; nothing else is there. */
    @GET
    public void doDynamic(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        String[] names = request.getRestOfPath().split("/", -1);
        boolean shaped = names.length == 5 && names[1].equals("files");
        boolean shown = shaped
                && report.getSteps().stream()
                        .anyMatch(step ->
                                step.project().equals(names[2]) && step.folder().equals(names[3]));
        Path file = shown ? RunFiles.find(run, names[2], names[3], names[4]) : null;
        if (file == null) {
            throw HttpResponses.notFound();
        }
        TextFiles.send(file, response);
    }
}
