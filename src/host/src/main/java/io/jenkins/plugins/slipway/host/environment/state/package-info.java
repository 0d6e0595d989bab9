/** One environment on disk: its folders, what is installed, what is live. Enter by {@code Layout} and {@code EnvironmentState}. */
@NullMarked
package io.jenkins.plugins.slipway.host.environment.state;

import org.jspecify.annotations.NullMarked;
