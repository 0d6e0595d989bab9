package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is doubtful about the files of a project's applications. Git is asked only where a look at the files gives a reason to. */
public final class SourceFindings {
    private static final Pattern PATH = Pattern.compile("(?m)^\\s*path\\s*=\\s*(.+?)\\s*$");
    private static final long LARGEST_SETTINGS = 1 << 20;

    private final Path project;
    private final Map<String, String> caller;
    private final Path top;

    /** @param caller environment variables for Git */
    public SourceFindings(Path project, Map<String, String> caller) throws IOException {
        this.project = project.toRealPath();
        this.caller = caller;
        this.top = top(this.project);
    }

    private static Path top(Path project) {
        for (Path at = project; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return at;
            }
        }
        return project;
    }

    /** Files of an application that are only pointers to what Git LFS keeps, where the project's settings say that it does. */
    public SortedSet<String> pointers(ApplicationConfig application) throws IOException {
        Path root = project.resolve(application.root());
        boolean used = text(top.resolve(".git/info/attributes")).contains("filter=lfs");
        for (Path at = root; at != null && at.startsWith(top) && !used; at = at.getParent()) {
            used = text(at.resolve(".gitattributes")).contains("filter=lfs");
        }
        return used ? LargeFilePointers.in(root) : new TreeSet<>();
    }

    /** Submodules below an application's root that are not checked out, relative to the project's folder. */
    public List<String> submodules(ApplicationConfig application) throws IOException {
        Path root = project.resolve(application.root());
        List<String> missing = new ArrayList<>();
        Matcher paths = PATH.matcher(text(top.resolve(".gitmodules")));
        while (paths.find()) {
            String written = paths.group(1).replaceAll("^\"|\"$", "");
            Path folder = top.resolve(written).normalize();
            if (folder.startsWith(root) && !folder.equals(root) && isEmpty(folder)) {
                missing.add(project.relativize(folder).toString());
            }
        }
        return missing;
    }

    /** Files of an application's sources that mounts will hide, by mount. What Git ignores is no source. */
    public SortedMap<String, List<String>> hidden(ApplicationConfig application) throws IOException {
        Path root = project.resolve(application.root());
        SortedMap<String, List<String>> hidden =
                HiddenFiles.below(root, application.allMounts().keySet());
        if (!hidden.isEmpty() && Files.exists(top.resolve(".git"))) {
            Collection<String> sources = sources(root, hidden.keySet());
            hidden.replaceAll(
                    (mount, files) -> files.stream().filter(sources::contains).toList());
            hidden.values().removeIf(List::isEmpty);
        }
        return hidden;
    }

    private Collection<String> sources(Path root, Collection<String> mounts) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"));
        arguments.addAll(mounts);
        Git.Answer answer = Git.in(root, caller).ask(new byte[0], arguments.toArray(String[]::new));
        return answer.names();
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LARGEST_SETTINGS
                ? Files.readString(file, StandardCharsets.ISO_8859_1)
                : "";
    }
}
