/**
 * How an environment is reached. Enter by {@link io.jenkins.plugins.slipway.engine.target.Target}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.target;

import org.jspecify.annotations.NullMarked;
