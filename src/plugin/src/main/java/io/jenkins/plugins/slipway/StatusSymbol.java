package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Locale;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A word that the records use for how something went, with the sign that Jenkins shows for the like.
 *
 * @param word for people, in lower case
 * @param icon name of a symbol of core
 */
@Restricted(NoExternalUse.class)
public record StatusSymbol(String word, String icon) {
    private static final String GOOD = "symbol-status-blue";
    private static final String DOUBTFUL = "symbol-status-yellow";
    private static final String BAD = "symbol-status-red";
    private static final String NEITHER = "symbol-status-nobuilt";
    private static final String UNDER_WAY = "symbol-status-blue-anime";
    private static final String UNDONE = "symbol-status-aborted";

    @NonNull
    static StatusSymbol of(@NonNull String recorded) {
        String icon = switch (recorded) {
            case "DONE", "LIVE", "PASSED" -> GOOD;
            case "UNSTABLE", "INCONCLUSIVE", "MISSING" -> DOUBTFUL;
            case "FAILED", "BROKEN" -> BAD;
            case "RESTORED", "ABORTED" -> UNDONE;
            case "RUNNING" -> UNDER_WAY;
            default -> NEITHER;
        };
        return new StatusSymbol(recorded.toLowerCase(Locale.ROOT), icon);
    }
}
