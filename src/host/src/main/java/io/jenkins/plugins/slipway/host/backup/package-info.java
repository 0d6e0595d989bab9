/**
 * What was saved of an environment's data: backups by id, whole or not there, kept for as long as the environment says. Enter by
 * {@link io.jenkins.plugins.slipway.host.backup.Backups}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.backup;

import org.jspecify.annotations.NullMarked;
