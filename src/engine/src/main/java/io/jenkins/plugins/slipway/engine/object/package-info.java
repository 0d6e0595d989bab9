/**
 * What integration projects declare: the deploy list of a release, the objects of an environment, and the subscriptions that third
 * parties keep for its webhooks. Enter by {@code ObjectDeployer} and {@link
 * io.jenkins.plugins.slipway.engine.object.ObjectRecords}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.object;

import org.jspecify.annotations.NullMarked;
