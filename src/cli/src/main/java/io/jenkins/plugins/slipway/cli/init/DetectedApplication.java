package io.jenkins.plugins.slipway.cli.init;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application that was recognised in a folder.
 *
 * @param name plain, unique in the project
 * @param root relative to the project, empty for the project itself
 * @param from the file that it was recognised by, relative to the project
 * @param type runtime and version
 * @param flavor {@code build.flavor}, or null for the usual one
 * @param build lines of the build hook; empty for none
 * @param start the start command, or null if none is needed or known
 * @param site where its static files are, or null if it has none
 * @param notes whole sentences for the reader of the configuration
 */
public record DetectedApplication(
        String name,
        String root,
        String from,
        String type,
        @Nullable String flavor,
        List<String> build,
        @Nullable String start,
        StaticSite.@Nullable Site site,
        List<String> notes) {
    public DetectedApplication {
        build = List.copyOf(build);
        notes = List.copyOf(notes);
    }

    /** Whether it answers requests, by a process or by files. */
    boolean serves() {
        return start != null || site != null;
    }

    DetectedApplication named(String other) {
        return new DetectedApplication(other, root, from, type, flavor, build, start, site, notes);
    }
}
