package io.jenkins.plugins.slipway.engine.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives a source file one name, however reports write it: absolute or not, with slashes or backslashes. A relative path is looked
 * for from the folder of the report up to the project, so that the {@code src/index.js} of two packages are two files.
 */
final class SourcePaths {
    private static final Pattern DRIVE = Pattern.compile("^[a-zA-Z]:/.*");

    private final Path project;
    private final Path folder;

    /**
     * @param project absolute
     * @param report the file that names the sources, below the project
     */
    SourcePaths(Path project, Path report) {
        this.project = project;
        Path parent = report.toAbsolutePath().getParent();
        this.folder = parent != null && parent.startsWith(project) ? parent : project;
    }

    /** One name for the file; relative to the project if it is in there. */
    String name(String path) {
        String plain = plain(path);
        String root = plain(project.toString()) + "/";
        if (plain.startsWith(root)) {
            return plain.substring(root.length());
        }
        return plain.startsWith("/") || DRIVE.matcher(plain).matches() ? plain : found(plain);
    }

    /** The same, of a path that stands below another one in the report. */
    String name(@Nullable String base, String path) {
        String plain = plain(path);
        boolean whole =
                base == null || plain.startsWith("/") || DRIVE.matcher(plain).matches();
        return name(whole ? path : base + "/" + path);
    }

    private String found(String relative) {
        try {
            for (Path from = folder; from != null && from.startsWith(project); from = from.getParent()) {
                Path file = from.resolve(relative);
                if (Files.exists(file)) {
                    return plain(project.relativize(file.normalize()).toString());
                }
            }
        } catch (IllegalArgumentException e) {
            // No file has such a name here; it remains a name.
        }
        return relative;
    }

    private static String plain(String path) {
        String slashed = path.strip().replace('\\', '/');
        if (DRIVE.matcher(slashed).matches()) {
            slashed = slashed.substring(0, 1).toUpperCase(Locale.ROOT) + slashed.substring(1);
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : slashed.split("/")) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return (slashed.startsWith("/") ? "/" : "") + String.join("/", parts);
    }
}
