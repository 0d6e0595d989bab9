package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Launcher;
import hudson.Proc;
import java.io.IOException;

/** A launcher that knows whether it was asked to launch something: until then, a broken connection has started nothing. */
final class NotingLauncher extends Launcher.DecoratedLauncher {
    private volatile boolean launched;

    NotingLauncher(@NonNull Launcher inner) {
        super(inner);
    }

    @Override
    public Proc launch(@NonNull ProcStarter starter) throws IOException {
        launched = true;
        return super.launch(starter);
    }

    /** Whether it was asked to, whatever came of it. */
    boolean hasLaunched() {
        return launched;
    }
}
