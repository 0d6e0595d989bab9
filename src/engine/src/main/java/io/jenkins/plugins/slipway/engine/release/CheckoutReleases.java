package io.jenkins.plugins.slipway.engine.release;

import io.jenkins.plugins.slipway.engine.release.ReleaseChoice.Candidate;
import io.jenkins.plugins.slipway.engine.release.ReleaseChoice.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How releases stand to a checkout. One is the same if a build of the checkout as it is now would make it. One is of the same line
 * if it was made from the checkout's commit or one that this branch had before, which merged branches do not change.
 */
public final class CheckoutReleases {
    private static final int ABBREVIATED = 7;

    private final Here here;
    private final @Nullable JsonNode now;
    private final Function<String, Optional<Map<String, String>>> committed;

    /**
     * Where somebody stands.
     *
     * @param git whether the project is in a Git working tree
     * @param branch empty if none is checked out
     * @param line the commits that this branch had, with how many were made after each; empty if there is none yet
     * @param shallow whether older commits are missing from this clone
     */
    public record Here(boolean git, String branch, String commit, Map<String, Integer> line, boolean shallow) {
        public Here {
            line = Map.copyOf(line);
        }
    }

    /**
     * For one checkout.
     *
     * @param now the configuration as a release would keep it that is made now, see {@link SourceTrees#into}; null if that cannot be
     *     told
     * @param committed the source trees of a commit by application; empty if they cannot be told
     */
    public CheckoutReleases(
            Here here, @Nullable JsonNode now, Function<String, Optional<Map<String, String>>> committed) {
        this.here = here;
        this.now = now;
        this.committed = committed;
    }

    /** The release that is meant in this checkout where none is named. */
    public ReleaseChoice choose(List<Release> newestFirst) {
        return ReleaseChoice.among(
                newestFirst.stream().map(Judged::new).toList(),
                "of this checkout (" + describe() + ")",
                "--release",
                here.shallow()
                        ? "This clone is shallow, so older commits are not known: ‘git fetch --unshallow’ brings them."
                        : "‘slipway build’ makes one from what is here.");
    }

    private String describe() {
        if (!here.git()) {
            return "a folder without Git";
        }
        String at = here.commit().isEmpty() ? "without a commit" : "at " + abbreviated(here.commit());
        return here.branch().isEmpty() ? "no branch, " + at : "branch ‘" + here.branch() + "’ " + at;
    }

    private Standing standingOf(Release release) {
        // As text, which is what makes two releases one.
        if (now != null && release.config().toString().equals(now.toString())) {
            return Standing.SAME;
        }
        boolean line = release.commit().isEmpty()
                ? here.commit().isEmpty()
                : here.line().containsKey(release.commit());
        return line ? Standing.LINE : Standing.FOREIGN;
    }

    private boolean isAsCommitted(Release release) {
        return committed
                .apply(release.commit())
                .map(trees -> trees.entrySet().stream()
                        .allMatch(tree -> SourceTrees.of(release, tree.getKey())
                                .map(tree.getValue()::equals)
                                .orElse(true)))
                .orElse(true);
    }

    /** Git is asked only for what is wanted of it. */
    private final class Judged implements Candidate {
        private final Release release;
        private final Standing standing;
        private @Nullable Boolean certain;

        Judged(Release release) {
            this.release = release;
            this.standing = standingOf(release);
        }

        @Override
        public int release() {
            return release.number();
        }

        @Override
        public Standing standing() {
            return standing;
        }

        @Override
        public boolean isCertain() {
            if (certain == null) {
                certain = release.commit().isEmpty() || isAsCommitted(release);
            }
            return certain;
        }

        @Override
        public String origin() {
            String commit = abbreviated(release.commit());
            return switch (standing) {
                case SAME -> "it was made from exactly what this checkout holds";
                case LINE -> ofLine(commit);
                case FOREIGN ->
                    commit.isEmpty()
                            ? "made without a commit by " + release.by()
                            : "made from " + commit + " by " + release.by() + ", which is no commit of "
                                    + (here.branch().isEmpty() ? "this checkout" : "branch ‘" + here.branch() + "’");
            };
        }

        private String ofLine(String commit) {
            if (!isCertain()) {
                return "made from uncommitted changes to " + commit + ", which are not what this checkout holds";
            }
            return commit.isEmpty()
                    ? "made without a commit, as this folder has none"
                    : "made from " + commit + ", " + ago(release);
        }
    }

    private String ago(Release release) {
        int behind = here.line().getOrDefault(release.commit(), 0);
        return switch (behind) {
            case 0 -> "the commit of this checkout";
            case 1 -> "the commit before that of this checkout";
            default -> behind + " commits before that of this checkout";
        };
    }

    private static String abbreviated(String commit) {
        return commit.length() <= ABBREVIATED ? commit : commit.substring(0, ABBREVIATED);
    }
}
