package io.jenkins.plugins.slipway.engine.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who wrote something else. */
public final class Suggestions {
    /** Nobody means a known word by more than this. */
    private static final int LONGEST = 100;

    private Suggestions() {}

    /** The known word nearest to a written one, if it is near enough to be meant. */
    public static Optional<String> nearest(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        String meant = plain(written);
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String word : known) {
            int distance = distance(meant, plain(word));
            if (distance < least) {
                least = distance;
                best = word;
            }
        }
        int tolerated = Math.max(1, written.length() / 3);
        if (best != null && least <= tolerated) {
            return Optional.of(best);
        }
        // A word that holds another is often the same thing with an ornament.
        return written.length() < 3
                ? Optional.empty()
                : known.stream()
                        .filter(word -> word.length() > 2
                                && (meant.contains(plain(word)) || plain(word).contains(meant)))
                        .findFirst();
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Edits (insert, delete, replace, swap neighbours) that lead from one word to the other. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 40) {
            return Integer.MAX_VALUE;
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
        return d[a.length()][b.length()];
    }
}
