/** What the user sees and says: streams, colours, tables, JSON, exit codes. Enter by {@code ProcessEnvironment}. */
@NullMarked
package io.jenkins.plugins.slipway.cli.terminal;

import org.jspecify.annotations.NullMarked;
