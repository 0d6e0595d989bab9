/**
 * What the tests and measurements of several modules share; nothing of it is part of the product. {@link
 * io.jenkins.plugins.slipway.testing.RawRequests} holds requests byte for byte, {@link
 * io.jenkins.plugins.slipway.testing.PatientWaits} says how long a test waits.
 */
@NullMarked
package io.jenkins.plugins.slipway.testing;

import org.jspecify.annotations.NullMarked;
