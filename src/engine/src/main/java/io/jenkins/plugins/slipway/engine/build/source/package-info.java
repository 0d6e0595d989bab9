/** The files that a build starts from: what Git or a plain folder holds, its name, and its copy. Enter by {@code Sources}. */
@NullMarked
package io.jenkins.plugins.slipway.engine.build.source;

import org.jspecify.annotations.NullMarked;
