/** The daemon that serves environments on one machine: it supervises their processes, owns their mounts, routes their requests. */
@NullMarked
package io.jenkins.plugins.slipway.host;

import org.jspecify.annotations.NullMarked;
