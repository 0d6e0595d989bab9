/**
 * Chooses the release to go back to and says what that does to data. The act itself is a deployment. Enter by {@code
 * RollbackPlanner}.
 */
@NullMarked
package io.jenkins.plugins.slipway.engine.rollback;

import org.jspecify.annotations.NullMarked;
