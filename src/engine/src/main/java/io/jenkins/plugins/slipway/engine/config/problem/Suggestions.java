package io.jenkins.plugins.slipway.engine.config.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds what somebody meant who wrote something else. The work for one word is bounded, whatever is written and however much is
 * known: long words are not meant by a slip, and nobody reads more than the first some thousand known ones either.
 */
public final class Suggestions {
    /** Nobody means a known word by more than this. */
    private static final int LONGEST = 64;

    private static final int MOST_KNOWN = 2_000;

    private Suggestions() {}

    /**
     * The known word nearest to a written one, if it is near enough to be meant: one edit for each three letters, at most four; else
     * the only one that the written one abbreviates, or is with an ornament.
     */
    public static Optional<String> nearest(String written, Collection<String> known) {
        String meant = plain(written);
        if (written.length() > LONGEST || meant.isEmpty()) {
            return Optional.empty();
        }
        int tolerated = Math.min(4, Math.max(1, meant.length() / 3));
        String best = null;
        int least = tolerated + 1;
        List<String> alike = new ArrayList<>();
        int looked = 0;
        for (String word : known) {
            if (++looked > MOST_KNOWN) {
                break;
            }
            if (word.length() > LONGEST) {
                continue;
            }
            String other = plain(word);
            int distance = distance(meant, other, least);
            if (distance < least && (distance < Math.max(meant.length(), other.length()))) {
                least = distance;
                best = word;
            }
            if (other.startsWith(meant) && meant.length() > 2 || isOrnamented(meant, other)) {
                alike.add(word);
            }
        }
        return best != null ? Optional.of(best) : alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    /** Whether one word is the other with an ornament before or behind it, such as {@code build_hook}; most of it must be the word. */
    private static boolean isOrnamented(String a, String b) {
        String longer = a.length() < b.length() ? b : a;
        String shorter = a.length() < b.length() ? a : b;
        return shorter.length() > 2
                && 2 * shorter.length() >= longer.length()
                && (longer.startsWith(shorter) || longer.endsWith(shorter));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Edits (insert, delete, replace, swap neighbours) that lead from one word to the other; the limit if it is not below that. */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return Math.min(limit, d[a.length()][b.length()]);
    }
}
