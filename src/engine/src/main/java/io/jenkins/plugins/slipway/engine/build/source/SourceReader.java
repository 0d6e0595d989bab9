package io.jenkins.plugins.slipway.engine.build.source;

import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the sources of one project: from Git where its folder is in a working tree, else as plain files.
 *
 * @param directory the project's folder
 * @param project its name
 * @param home the state home, in whose cache is kept what need not be read twice
 * @param caller environment variables of whoever asks, of which Git sees its usual ones
 */
public record SourceReader(Path directory, String project, Path home, Map<String, String> caller) {
    public SourceReader {
        caller = Map.copyOf(caller);
    }

    /**
     * The project's sources as they are now.
     *
     * @param roots of the applications that will be asked for, relative to the project
     * @param scratch a folder that may be made to read them; {@link Sources#close} removes it
     * @throws IOException if they cannot be read
     */
    public Sources open(List<String> roots, Path scratch) throws IOException {
        Optional<Sources> git = GitSources.open(directory, roots, scratch, caller);
        if (git.isPresent()) {
            return git.get();
        }
        return new PlainSources(
                directory.toRealPath(),
                StatCache.in(home.resolve("cache").resolve(project).resolve(".sources")));
    }

    /**
     * What an application is built from: the files below its root, without those that its configuration leaves out.
     *
     * @throws IOException if they cannot be read
     */
    public Sources.Snapshot snapshot(Sources sources, ApplicationConfig application) throws IOException {
        Sources.Snapshot whole = sources.snapshot(application.root());
        IgnoreRules rules = IgnoreRules.of(application);
        if (rules.isEmpty()) {
            return whole;
        }
        Path known = home.resolve("cache")
                .resolve(Names.requirePlain("project", project))
                .resolve(".remains")
                .resolve(Names.requirePlain("application", application.name()));
        return PartialSnapshot.of(whole, rules, new RemainsCache(known));
    }

    /** What stands in a plan for an application whose root is not there: no files, and a note that says so. */
    public static Sources.Snapshot absent(ApplicationConfig application) {
        return new AbsentSources(application.root());
    }
}
