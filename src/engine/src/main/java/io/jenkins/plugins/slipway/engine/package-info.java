/**
 * The lifecycle of an application: built once, deployed as the same bytes everywhere, judged there, taken back when bad.
 *
 * <p>Free of Jenkins and of any terminal. Each sub-package is one thing of the lifecycle. This package holds only the
 * three ways in which the lifecycle says no, {@link io.jenkins.plugins.slipway.engine.SlipwayException}, and what makes names and
 * texts from elsewhere safe: {@link io.jenkins.plugins.slipway.engine.Names}; and files that are private, and trees of them.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine;

import org.jspecify.annotations.NullMarked;
