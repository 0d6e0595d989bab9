package io.jenkins.plugins.slipway.host.environment.state;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;

/**
 * One long-running process of a release.
 *
 * @param process unique in the release: {@code app}, {@code app#2} for its second instance, {@code app.mail} for a worker
 * @param application as this process sees it: a worker may have mounts and variables of its own
 * @param start the command
 * @param web whether it answers requests
 */
public record Role(String process, ApplicationConfig application, String start, boolean web) {
    private static final char INSTANCE = '#';

    static String instance(String application, int number) {
        return number == 1 ? application : application + INSTANCE + number;
    }

    /** Whether a process is one of the application's instances. */
    public static boolean isWeb(String process, String application) {
        return process.equals(application) || process.startsWith(application + INSTANCE);
    }
}
