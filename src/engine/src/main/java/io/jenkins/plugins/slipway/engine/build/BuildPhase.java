package io.jenkins.plugins.slipway.engine.build;

import java.util.Locale;

/** The phases of one application's build, in order. A reused application has only the first two. */
public enum BuildPhase {
    VALIDATE,
    REUSE,
    DEPENDENCIES,
    GENERATE,
    FLAVOR,
    HOOK,
    FREEZE;

    /** The name that users see. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
