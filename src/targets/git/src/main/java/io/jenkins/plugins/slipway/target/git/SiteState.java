package io.jenkins.plugins.slipway.target.git;

import io.jenkins.plugins.slipway.engine.artifact.Digest;
import io.jenkins.plugins.slipway.engine.target.Target.Live;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a branch is seen to hold.
 *
 * @param head the commit that it is at; null if there is no such branch
 * @param top what that commit says of itself; null if it is not one of this environment's
 * @param ours the newest commit of this environment's; null if none is found
 * @param artifacts that the newest deployment had, which may be others with the same bytes
 * @param drift what somebody changed by hand, a sentence each
 */
record SiteState(
        @Nullable String head,
        @Nullable SiteCommit top,
        @Nullable SiteCommit ours,
        Map<String, Digest> artifacts,
        List<String> drift) {

    /** Only where there is one of ours. */
    Live live() {
        SiteCommit commit = ours;
        if (commit == null) {
            return new Live(null, 0, 0, "stopped", null, null);
        }
        boolean empty = commit.release() == 0;
        return new Live(
                empty ? null : Integer.valueOf(commit.release()),
                empty ? 0 : commit.deployment(),
                commit.highest(),
                empty ? "stopped" : "healthy",
                null,
                null,
                artifacts);
    }
}
