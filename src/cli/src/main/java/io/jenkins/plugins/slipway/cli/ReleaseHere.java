package io.jenkins.plugins.slipway.cli;

import io.jenkins.plugins.slipway.cli.session.LocalLifecycle;
import io.jenkins.plugins.slipway.cli.session.Session;
import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.build.BuildRequest;
import io.jenkins.plugins.slipway.engine.build.source.GitLine;
import io.jenkins.plugins.slipway.engine.config.ProjectConfig;
import io.jenkins.plugins.slipway.engine.release.CheckoutReleases;
import io.jenkins.plugins.slipway.engine.release.CheckoutReleases.Here;
import io.jenkins.plugins.slipway.engine.release.Release;
import io.jenkins.plugins.slipway.engine.release.ReleaseChoice;
import io.jenkins.plugins.slipway.engine.release.SourceTrees;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The release that is meant in this checkout where none is named. */
final class ReleaseHere {
    /** Nobody means a release that is older than so many others. */
    private static final int MOST = 500;

    private final Session session;
    private final ProjectConfig config;

    ReleaseHere(Session session, ProjectConfig config) {
        this.session = session;
        this.config = config;
    }

    /**
     * The choice; empty if the project has no release at all.
     *
     * @throws RefusedException if it is not clear which release is meant
     */
    Optional<ReleaseChoice.Chosen> choose() throws IOException {
        List<Release> newestFirst = session.records().releases().list(session.project(), MOST);
        if (newestFirst.isEmpty()) {
            return Optional.empty();
        }
        Optional<GitLine> git =
                GitLine.of(session.directory(), session.processEnvironment().env());
        CheckoutReleases releases = new CheckoutReleases(
                git.isPresent() ? here(git.get()) : new Here(false, "", "", Map.of(), false),
                now(),
                commit -> git.flatMap(line -> line.trees(commit, config)));
        ReleaseChoice choice = releases.choose(newestFirst);
        if (choice instanceof ReleaseChoice.Chosen chosen) {
            return Optional.of(chosen);
        }
        throw new RefusedException(((ReleaseChoice.Unclear) choice).reason());
    }

    private static Here here(GitLine git) throws IOException {
        Map<String, Integer> line = git.commits();
        String commit = line.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
        return new Here(true, git.branch(), commit, line, git.isShallow());
    }

    /** What a release would keep that is made now; null if nothing can be built of what is here. */
    private @Nullable JsonNode now() throws IOException {
        try {
            return SourceTrees.into(
                    session.config().source(),
                    LocalLifecycle.builder(session)
                            .plan(BuildRequest.all(
                                    session.directory(),
                                    config,
                                    session.processEnvironment().env()))
                            .trees());
        } catch (BadInputException e) {
            return null;
        }
    }
}
