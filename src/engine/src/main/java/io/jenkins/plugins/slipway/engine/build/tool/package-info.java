/** The tools that a build needs, and those that the machine has. Enter by {@code ToolVersions}. */
@NullMarked
package io.jenkins.plugins.slipway.engine.build.tool;

import org.jspecify.annotations.NullMarked;
