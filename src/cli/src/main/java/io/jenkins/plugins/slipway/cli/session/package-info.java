/** What every verb has: the options that all share, the project, its records and its state home. Enter by {@code Verb} and {@code Session}. */
@NullMarked
package io.jenkins.plugins.slipway.cli.session;

import org.jspecify.annotations.NullMarked;
