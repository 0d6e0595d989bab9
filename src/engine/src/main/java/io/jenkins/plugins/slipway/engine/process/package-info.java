/**
 * Running other programs: with a complete environment of their own, a time limit, bounded output, and an end that takes the
 * whole process tree. Enter by {@link io.jenkins.plugins.slipway.engine.process.ProcessRunner}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.process;

import org.jspecify.annotations.NullMarked;
