package io.jenkins.plugins.slipway.engine.config;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.config.problem.Values;
import java.text.Normalizer;
import java.util.Locale;

/** The names of projects: checked, and made of a folder's. */
public final class ProjectNames {
    private static final int LONGEST = 63;

    private ProjectNames() {}

    /**
     * Refuses what may not be a name.
     *
     * @param of whose name it is to be, such as {@code a project}
     * @return the name itself
     * @throws BadInputException unless the name is plain
     */
    public static String requirePlain(String name, String of) {
        if (!Names.isPlain(name)) {
            throw new BadInputException(Values.quoted(name) + " cannot be the name of " + of + ": " + Names.RULE + ".");
        }
        return name;
    }

    /** Lower-case letters, digits, dots and dashes, made of a folder's name; {@code project} if nothing remains. */
    public static String slug(String folder) {
        if (folder.matches("[a-z0-9][a-z0-9._-]{0,61}[a-z0-9]?")) {
            // What most folders are; it saves loading the tables of Unicode.
            return folder;
        }
        String plain = Normalizer.normalize(folder, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("^[^a-z0-9]+", "")
                .replaceAll("-+$", "");
        String cut = plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
        return cut.isEmpty() ? "project" : cut;
    }
}
