/**
 * The kinds of places that are installed, and what a project says of one. Enter by
 * {@link io.jenkins.plugins.slipway.engine.config.target.TargetFormats}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.config.target;

import org.jspecify.annotations.NullMarked;
