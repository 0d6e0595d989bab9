/** The {@code slipway} command: one class per verb, thin over the engine. */
@NullMarked
package io.jenkins.plugins.slipway.cli;

import org.jspecify.annotations.NullMarked;
