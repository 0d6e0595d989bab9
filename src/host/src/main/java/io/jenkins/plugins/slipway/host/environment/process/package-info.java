/** The processes of a release: how they start, what they see, whether they answer. Enter by {@code ReleaseProcesses}. */
@NullMarked
package io.jenkins.plugins.slipway.host.environment.process;

import org.jspecify.annotations.NullMarked;
