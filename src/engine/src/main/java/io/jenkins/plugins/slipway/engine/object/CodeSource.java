package io.jenkins.plugins.slipway.engine.object;

import java.io.IOException;

/** Where the code of releases is, unpacked and with the variables that it sees. */
@FunctionalInterface
public interface CodeSource {
    /**
     * The script of a release, live or not.
     *
     * @throws IOException if the artifact cannot be unpacked
     * @throws io.jenkins.plugins.slipway.engine.RefusedException if the artifact is not what its digest says
     */
    ScriptSource of(ObjectScope scope, ObjectCode code) throws IOException, InterruptedException;
}
