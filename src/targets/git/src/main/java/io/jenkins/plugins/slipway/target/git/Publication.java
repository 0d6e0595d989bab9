package io.jenkins.plugins.slipway.target.git;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A commit that is to be what a branch is at.
 *
 * @param replaces the commit that it is pushed in the place of, or on top of; null if there was no branch
 * @param commit its own name
 * @param unchanged whether the branch has these bytes already, so that nothing is pushed
 * @param marker what the site answers with when it has them; empty for nothing
 */
record Publication(@Nullable String replaces, String commit, boolean unchanged, String marker) {
    static final String WORK = "work";

    /** For the journal. */
    Map<String, String> facts(Site site, String work) {
        Map<String, String> facts = new HashMap<>(Map.of(
                "repository",
                SiteAddress.normalised(site.repository()),
                "branch",
                site.branch(),
                "commit",
                commit,
                "unchanged",
                Boolean.toString(unchanged),
                "marker",
                marker,
                WORK,
                work));
        if (replaces != null) {
            facts.put("replaces", replaces);
        }
        return facts;
    }

    /** Null if it was never announced. */
    static @Nullable Publication of(Map<String, String> facts) {
        String commit = facts.get("commit");
        return commit == null
                ? null
                : new Publication(
                        facts.get("replaces"),
                        commit,
                        Boolean.parseBoolean(facts.get("unchanged")),
                        facts.getOrDefault("marker", ""));
    }
}
