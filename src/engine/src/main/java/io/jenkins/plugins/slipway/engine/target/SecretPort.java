package io.jenkins.plugins.slipway.engine.target;

import io.jenkins.plugins.slipway.engine.process.Secrets;

/** Offered by a place whose hooks take variables for one deployment. */
@FunctionalInterface
public interface SecretPort {
    /** The same place, which keeps the variables for as long as it is deployed to through this, and shows none of them. */
    Target entrusting(Secrets secrets);
}
