package io.jenkins.plugins.slipway.engine.release;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which release is meant where none is named: the one made of just what is at hand, else the newest of the same line of work, else
 * none. Whoever asks knows what is at hand, such as a checkout or a run of a CI server, and says of each release how it stands to
 * that; the choice itself is made here and nowhere else.
 */
public sealed interface ReleaseChoice {
    /** So many are named when none is chosen. */
    int MOST_NAMED = 5;

    /** How a release stands to what is at hand. */
    enum Standing {
        /** Made of just that. */
        SAME,
        /** Made earlier on the same line of work. */
        LINE,
        /** Perhaps one or the other. It keeps an older one from being taken silently. */
        DOUBTFUL,
        /** Somebody else's. */
        FOREIGN
    }

    /**
     * A release that could be meant.
     *
     * @param origin what it was made of, to be read after its number: {@code made from 1a2b3c4 of branch main}
     */
    record Candidate(int release, Standing standing, String origin) {}

    /**
     * A release was found.
     *
     * @param why a whole sentence
     */
    record Chosen(int release, String why) implements ReleaseChoice {}

    /**
     * No release may be taken silently.
     *
     * @param reason whole sentences that name the candidates and say what to do
     */
    record Unclear(String reason) implements ReleaseChoice {}

    /**
     * The choice.
     *
     * @param newestFirst what there is
     * @param atHand what releases were looked for, as in ‘of this checkout (branch main at 1a2b3c4)’
     * @param toName what to write to name a release, as in ‘--release’
     * @param otherwise what else helps, as a whole sentence
     */
    static ReleaseChoice among(List<Candidate> newestFirst, String atHand, String toName, String otherwise) {
        Optional<Candidate> same = first(newestFirst, Standing.SAME);
        if (same.isPresent()) {
            return chosen(same.get(), newestFirst);
        }
        Optional<Candidate> line = first(newestFirst, Standing.LINE);
        Optional<Candidate> doubtful = first(newestFirst, Standing.DOUBTFUL);
        if (line.isPresent()
                && (doubtful.isEmpty() || doubtful.get().release() < line.get().release())) {
            return chosen(line.get(), newestFirst);
        }
        String named = newestFirst.stream()
                .limit(MOST_NAMED)
                .map(each -> "release " + each.release() + " (" + each.origin() + ")")
                .collect(Collectors.joining(", "));
        return new Unclear((line.isPresent() ? "It is not clear which release is meant: the newest " : "No release is ")
                + atHand + (line.isPresent() ? " may be somebody else’s" : "") + ". There "
                + (newestFirst.size() == 1 ? "is " : "are ") + named
                + (newestFirst.size() > MOST_NAMED ? " and older ones" : "") + ". Name the one you mean, as in ‘"
                + toName + " " + newestFirst.get(0).release() + "’. " + otherwise);
    }

    private static Optional<Candidate> first(List<Candidate> newestFirst, Standing standing) {
        return newestFirst.stream()
                .filter(candidate -> candidate.standing() == standing)
                .findFirst();
    }

    private static Chosen chosen(Candidate taken, List<Candidate> newestFirst) {
        List<Integer> passed = newestFirst.stream()
                .map(Candidate::release)
                .filter(number -> number > taken.release())
                .sorted()
                .toList();
        String others = passed.isEmpty()
                ? ""
                : passed.size() == 1
                        ? " Release " + passed.get(0) + " is newer and not meant: "
                                + newestFirst.get(0).origin() + "."
                        : " " + passed.size() + " newer ones are not meant, the newest of them "
                                + newestFirst.get(0).origin() + ".";
        return new Chosen(
                taken.release(),
                "Release " + taken.release() + " is taken, as none is named: " + taken.origin() + "." + others);
    }
}
