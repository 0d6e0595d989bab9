/** The verb that builds and runs a project again whenever a file changes. Enter by {@code DevVerb}. */
@NullMarked
package io.jenkins.plugins.slipway.cli.dev;

import org.jspecify.annotations.NullMarked;
