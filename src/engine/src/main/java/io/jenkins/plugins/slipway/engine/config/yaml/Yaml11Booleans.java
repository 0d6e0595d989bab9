package io.jenkins.plugins.slipway.engine.config.yaml;

import java.util.Set;

/** The words yes, no, on and off, which YAML 1.1 takes for truth values and YAML 1.2 for text. */
public final class Yaml11Booleans {
    private static final Set<String> WORDS =
            Set.of("yes", "Yes", "YES", "on", "On", "ON", "no", "No", "NO", "off", "Off", "OFF");

    private Yaml11Booleans() {}

    public static boolean isWord(String text) {
        return WORDS.contains(text);
    }
}
