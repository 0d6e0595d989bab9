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
        /** Made earlier on the same line of work, or perhaps made of something else: {@link Candidate#isCertain}. */
        LINE,
        /** Somebody else's. */
        FOREIGN
    }

    /** A release that could be meant. There may be many: what takes long to find out is asked of those that decide. */
    interface Candidate {
        int release();

        /** Asked of many. */
        Standing standing();

        /**
         * Whether one of the {@linkplain Standing#LINE line} is of that line beyond doubt. One that is not keeps an older one from being
         * taken silently. Asked of few.
         */
        boolean isCertain();

        /** What it was made of, to be read after its number: {@code made from 1a2b3c4 of branch main}. Asked of few. */
        String origin();
    }

    /** A candidate of which everything is known. */
    record Known(int release, Standing standing, String origin) implements Candidate {
        @Override
        public boolean isCertain() {
            return true;
        }
    }

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
    static ReleaseChoice among(List<? extends Candidate> newestFirst, String atHand, String toName, String otherwise) {
        Optional<? extends Candidate> same = first(newestFirst, Standing.SAME);
        if (same.isPresent()) {
            return chosen(same.get(), newestFirst);
        }
        Optional<? extends Candidate> line = first(newestFirst, Standing.LINE);
        if (line.isPresent() && line.get().isCertain()) {
            return chosen(line.get(), newestFirst);
        }
        boolean older = newestFirst.stream()
                .anyMatch(candidate -> candidate.standing() == Standing.LINE && candidate.isCertain());
        String named = newestFirst.stream()
                .limit(MOST_NAMED)
                .map(each -> "release " + each.release() + " (" + each.origin() + ")")
                .collect(Collectors.joining(", "));
        return new Unclear((older ? "It is not clear which release is meant: the newest " : "No release is ")
                + atHand + (older ? " may be somebody else’s" : "") + ". There "
                + (newestFirst.size() == 1 ? "is " : "are ") + named
                + (newestFirst.size() > MOST_NAMED ? " and older ones" : "") + ". Name the one you mean, as in ‘"
                + toName + " " + newestFirst.get(0).release() + "’. " + otherwise);
    }

    private static Optional<? extends Candidate> first(List<? extends Candidate> newestFirst, Standing standing) {
        return newestFirst.stream()
                .filter(candidate -> candidate.standing() == standing)
                .findFirst();
    }

    private static Chosen chosen(Candidate taken, List<? extends Candidate> newestFirst) {
        List<Integer> passed = newestFirst.stream()
                .map(Candidate::release)
                .filter(number -> number > taken.release())
                .sorted()
                .toList();
        String others = passed.isEmpty()
                ? ""
                : passed.size() == 1
                        ? " Release " + passed.get(0) + " is newer but not meant: "
                                + newestFirst.get(0).origin() + "."
                        : " " + passed.size() + " newer ones are not meant, the newest of them "
                                + newestFirst.get(0).origin() + ".";
        return new Chosen(
                taken.release(),
                "Release " + taken.release() + " is used, as none is named: " + taken.origin() + "." + others);
    }
}
