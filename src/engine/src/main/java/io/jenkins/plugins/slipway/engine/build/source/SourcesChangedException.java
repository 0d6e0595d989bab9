package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;

/** Sources that nothing holds still have changed between being read and being copied; another attempt may meet them at rest. */
public final class SourcesChangedException extends LifecycleFailedException {
    private static final long serialVersionUID = 1L;

    SourcesChangedException(String message) {
        super(message);
    }
}
