package io.jenkins.plugins.slipway.engine.config.yaml;

/** The folder of an application inside the repository, as it is written and as it is meant. */
public final class SourceRoot {
    private SourceRoot() {}

    /** Without leading or trailing slashes and dots; empty for the repository itself. A {@code ..} stays, for others to refuse. */
    public static String normalised(String written) {
        var parts = new java.util.ArrayList<String>();
        for (String part : written.strip().split("[/\\\\]")) {
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /** Whether it stays inside the repository by name. */
    public static boolean isInside(String written) {
        for (String part : written.split("[/\\\\]")) {
            if (part.strip().equals("..")) {
                return false;
            }
        }
        return true;
    }
}
