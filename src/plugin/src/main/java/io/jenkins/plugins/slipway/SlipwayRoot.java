package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.RootAction;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** What can be reached below {@code slipway} of Jenkins itself: the interface. */
@Extension
@Restricted(NoExternalUse.class)
public final class SlipwayRoot implements RootAction {
    @Override
    @CheckForNull
    public String getIconFileName() {
        return null;
    }

    @Override
    @CheckForNull
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return "slipway";
    }

    public ApiEntry getApi() {
        return new ApiEntry(ApiScope.all());
    }
}
