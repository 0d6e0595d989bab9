package io.jenkins.plugins.slipway.engine.build;

import io.jenkins.plugins.slipway.engine.build.BuildPlan.ApplicationPlan;

/** Told of a build's progress as it happens. Several applications are built at once: calls come from several threads. */
public interface BuildListener {
    /** The application's plan is made. */
    default void decided(ApplicationPlan plan) {}

    default void started(String application, BuildPhase phase) {}

    /** @param skipped whether there was nothing to do */
    default void ended(String application, BuildPhase phase, boolean skipped, double seconds) {}

    /** Something worth knowing, a whole sentence: such as what is not enforced on this machine. */
    default void note(String application, String sentence) {}

    /** Output of the application's hook, as it comes. The buffer is only valid during the call. */
    default void output(String application, byte[] buffer, int offset, int length) {}

    /** How far freezing has come. */
    default void progress(String application, BuildPhase phase, long bytes, long files) {}

    /** Listens to nothing. */
    static BuildListener none() {
        return new BuildListener() {};
    }
}
