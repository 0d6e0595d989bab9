package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.RunAction2;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import tools.jackson.databind.json.JsonMapper;

/** The page of a run that shows what its steps did. Holds the documents of the steps, which outlive the workspace. */
public final class SlipwayReport implements RunAction2 {
    private final ArrayList<Entry> entries = new ArrayList<>();

    private transient Run<?, ?> run;

    SlipwayReport(@NonNull Run<?, ?> run) {
        this.run = run;
    }

    synchronized void add(@NonNull String verb, @NonNull String document) {
        entries.add(new Entry(verb, document));
    }

    @Override
    public void onAttached(Run<?, ?> r) {
        run = r;
    }

    @Override
    public void onLoad(Run<?, ?> r) {
        run = r;
    }

    /** For the page's layout. */
    @Restricted(NoExternalUse.class)
    public Run<?, ?> getRun() {
        return run;
    }

    private boolean isVisible() {
        return run != null && run.getParent().hasPermission(Permissions.VIEW);
    }

    @Override
    @CheckForNull
    public String getIconFileName() {
        return isVisible() ? "symbol-rocket-outline plugin-ionicons-api" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.SlipwayReport_displayName();
    }

    @Override
    @CheckForNull
    public String getUrlName() {
        return isVisible() ? "slipway" : null;
    }

    /** What each step did, in order. */
    @Restricted(NoExternalUse.class)
    public synchronized List<StepView> getSteps() {
        run.getParent().checkPermission(Permissions.VIEW);
        return entries.stream()
                .map(entry -> new StepView(entry.verb, JsonMapper.shared().readTree(entry.document)))
                .toList();
    }

    /** A step's verb and what the command said at its end, as JSON. Not a record: it is stored with the run. */
    private static final class Entry {
        private final String verb;
        private final String document;

        Entry(String verb, String document) {
            this.verb = verb;
            this.document = document;
        }
    }
}
