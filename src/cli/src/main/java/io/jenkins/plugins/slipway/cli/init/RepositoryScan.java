package io.jenkins.plugins.slipway.cli.init;

import io.jenkins.plugins.slipway.engine.build.tool.InstalledRuntimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Looks for applications in a repository that has no configuration yet. Reads files, and runs nothing of the repository. */
public final class RepositoryScan {
    private static final int DEEPEST = 2;

    private static final List<Function<CandidateFolder, Optional<DetectedApplication>>> KINDS = List.of(
            MavenProject::in, PhpProject::in, PythonProject::in, NodeProject::in, SiteGenerator::in, StaticSite::in);

    private RepositoryScan() {}

    /**
     * The applications: the repository itself if it is one, else those in the folders below it; empty if none was recognised.
     *
     * @param project the repository's root
     * @param runtimes proposed where the repository asks for no version
     */
    public static List<DetectedApplication> of(Path project, InstalledRuntimes runtimes) {
        List<DetectedApplication> found = new ArrayList<>();
        look(new CandidateFolder(project, "", runtimes), 0, found);
        return unique(found);
    }

    private static void look(CandidateFolder folder, int depth, List<DetectedApplication> found) {
        Optional<DetectedApplication> here = best(folder);
        int before = found.size();
        if (here.filter(DetectedApplication::serves).isEmpty() && depth < DEEPEST) {
            folder.inner().forEach(inner -> look(inner, depth + 1, found));
        }
        // What serves nothing may be the tools of what lies below it, and is an application only if nothing does.
        if (found.size() == before) {
            here.ifPresent(found::add);
        }
    }

    /** A folder may be of several kinds, such as a Java application with tools in a package.json: the first that serves is it. */
    private static Optional<DetectedApplication> best(CandidateFolder folder) {
        List<DetectedApplication> kinds = KINDS.stream()
                .map(kind -> kind.apply(folder))
                .flatMap(Optional::stream)
                .toList();
        return Stream.concat(kinds.stream().filter(DetectedApplication::serves), kinds.stream())
                .findFirst();
    }

    private static List<DetectedApplication> unique(List<DetectedApplication> found) {
        List<DetectedApplication> result = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (DetectedApplication each : found) {
            String name = each.name();
            for (int i = 2; !names.add(name); i++) {
                name = each.name() + "-" + i;
            }
            result.add(each.named(name));
        }
        return List.copyOf(result);
    }
}
