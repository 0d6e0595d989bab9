/** What is wrong in a configuration, where, and what to do about it. Enter by {@code Problems}. */
@NullMarked
package io.jenkins.plugins.slipway.engine.config.problem;

import org.jspecify.annotations.NullMarked;
