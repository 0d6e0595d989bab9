package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.release.ReleaseChoice;
import io.jenkins.plugins.slipway.engine.release.ReleaseChoice.Known;
import io.jenkins.plugins.slipway.engine.release.ReleaseChoice.Standing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;

/**
 * The release that a run means where it names none: the one that it has made itself, else the newest of an earlier build of its
 * job, which in a multibranch project is its branch.
 */
final class ReleaseOfRun {
    /** Builds that are looked through. What none of them has made is nothing that anybody means without naming it. */
    private static final int MOST_BUILDS = 100;

    private static final int MOST_RELEASES = 500;

    private ReleaseOfRun() {}

    /**
     * The choice; null if the project has no release at all.
     *
     * @param node of the step that asks, in its pipeline; null in a freestyle job
     * @throws AbortException if it is not clear which release is meant; the message says what to write
     */
    @CheckForNull
    static ReleaseChoice.Chosen choose(@NonNull Run<?, ?> run, @NonNull String project, @CheckForNull FlowNode node)
            throws AbortException {
        List<Release> releases = SlipwayStore.get().records().releases().list(project, MOST_RELEASES);
        if (releases.isEmpty()) {
            return null;
        }
        Set<Integer> own = own(run, project, node);
        Map<Integer, Run<?, ?>> earlier = own.isEmpty() ? earlier(run, project) : Map.of();
        ReleaseChoice choice = ReleaseChoice.among(
                releases.stream()
                        .map(release -> candidate(release, own, earlier))
                        .toList(),
                "of this build or an earlier one of " + run.getParent().getFullDisplayName(),
                "release:",
                "A buildApp step before this one in the same build makes the release that is taken.");
        if (choice instanceof ReleaseChoice.Chosen chosen) {
            return chosen;
        }
        throw new AbortException(((ReleaseChoice.Unclear) choice).reason());
    }

    /** Those that this run has made: what led to the step counts before what another parallel branch has made. */
    private static Set<Integer> own(Run<?, ?> run, String project, @CheckForNull FlowNode node) {
        Map<String, Integer> made = SlipwayReport.releasesByNode(run, project);
        if (node != null && new HashSet<>(made.values()).size() > 1) {
            FlowNode last = new DepthFirstScanner().findFirstMatch(node, each -> made.containsKey(each.getId()));
            Integer release = last == null ? null : made.get(last.getId());
            if (release != null) {
                return Set.of(release);
            }
        }
        return SlipwayReport.releases(run, project);
    }

    private static Known candidate(Release release, Set<Integer> own, Map<Integer, Run<?, ?>> earlier) {
        int number = release.number();
        if (own.contains(number)) {
            return new Known(number, Standing.SAME, "it is the release of this build");
        }
        Run<?, ?> build = earlier.get(number);
        return build != null
                ? new Known(number, Standing.LINE, "it is the release of " + build.getDisplayName() + " of this job")
                : new Known(number, Standing.FOREIGN, "made by " + release.by());
    }

    /** What the newest build before this one has made that has made anything. */
    private static Map<Integer, Run<?, ?>> earlier(Run<?, ?> run, String project) {
        Map<Integer, Run<?, ?>> made = new HashMap<>();
        Run<?, ?> build = run.getPreviousBuild();
        for (int left = MOST_BUILDS; build != null && left > 0 && made.isEmpty(); left--) {
            for (int release : SlipwayReport.releases(build, project)) {
                made.put(release, build);
            }
            build = build.getPreviousBuild();
        }
        return made;
    }
}
