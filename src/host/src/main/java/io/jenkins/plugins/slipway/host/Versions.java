package io.jenkins.plugins.slipway.host;

/** Which Slipway this is. */
final class Versions {
    private Versions() {}

    /** As written in the jar; {@code development} when run from class files. */
    static String own() {
        String version = Versions.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
