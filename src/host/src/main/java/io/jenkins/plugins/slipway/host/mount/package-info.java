/**
 * Directories that outlive releases, and how a release sees them. Enter by {@link
 * io.jenkins.plugins.slipway.host.mount.MountPoints}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.mount;

import org.jspecify.annotations.NullMarked;
