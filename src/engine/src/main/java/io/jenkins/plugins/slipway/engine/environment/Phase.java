package io.jenkins.plugins.slipway.engine.environment;

import java.util.Locale;

/** The phases of a deployment, in order. Every failure before the end of {@link #SERVE} brings the old release back. */
public enum Phase {
    LOCK,
    VERIFY,
    BACKUP,
    PREPARE,
    HOLD,
    UNMOUNT,
    MOUNT,
    SERVICES,
    PRE_START,
    START,
    HEALTH,
    DEPLOY,
    OBJECTS,
    SERVE,
    POST_DEPLOY,
    WATCH,
    UNLOCK;

    /** The name that users see and write: {@code pre_start}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
