package io.jenkins.plugins.slipway.host.object;

import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.ObjectPlace;
import java.nio.file.Path;
import java.util.Map;

/** What an environment gives to its objects. Asked each time, because releases change it. */
public interface ObjectContext {
    String project();

    String environment();

    /** Where objects are kept and reached. */
    ObjectPlace place();

    /** Where webhooks answer on this machine, whatever the host name. */
    String url();

    /** What outlives releases. */
    Path folder();

    /** The application as a deployment unpacked it; may be gone. */
    Path unpacked(int deployment, String application);

    /**
     * What processes of the application see.
     *
     * @param deployment whose variables are meant; those of the newest one if its own are gone
     */
    Map<String, String> variables(String application, int deployment);
}
