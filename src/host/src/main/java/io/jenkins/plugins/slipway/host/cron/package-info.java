/**
 * When a command on a schedule is due. Enter by {@link io.jenkins.plugins.slipway.host.cron.CronSchedule}.
 */
@NullMarked
package io.jenkins.plugins.slipway.host.cron;

import org.jspecify.annotations.NullMarked;
