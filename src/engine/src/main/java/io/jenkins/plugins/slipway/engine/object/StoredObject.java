package io.jenkins.plugins.slipway.engine.object;

/**
 * An object as the environment holds it.
 *
 * @param enabled whether the live release declares it; else it is kept to be found again by name
 * @param release the number of the release that last changed it
 */
public record StoredObject(DeclaredObject declared, boolean enabled, int release) {}
