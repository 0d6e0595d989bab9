package io.jenkins.plugins.slipway.engine.config.target;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of places that are installed beside this machine. */
public final class TargetFormats {
    /** The place that needs no section: this machine. */
    public static final String LOCAL = "local";

    private static final class Installed {
        private static final Map<String, TargetFormat> BY_NAME = load();
    }

    private TargetFormats() {}

    /** By name, in its order. */
    public static Map<String, TargetFormat> installed() {
        return Installed.BY_NAME;
    }

    /**
     * The remote place that a section leads to; empty for this machine, which is one place for each environment.
     *
     * @throws IllegalArgumentException if the section has an address that is none; the message says why
     */
    public static Optional<String> address(TargetConfig target) {
        return Optional.ofNullable(installed().get(target.kind()))
                .map(format -> target.kind() + ": " + format.address(target.section()));
    }

    private static Map<String, TargetFormat> load() {
        Map<String, TargetFormat> found = new TreeMap<>();
        // The loader of these classes, as within Jenkins the context's does not see the plugin.
        ServiceLoader.load(TargetFormat.class, TargetFormat.class.getClassLoader())
                .forEach(format -> found.put(format.name(), format));
        return Collections.unmodifiableMap(found);
    }
}
