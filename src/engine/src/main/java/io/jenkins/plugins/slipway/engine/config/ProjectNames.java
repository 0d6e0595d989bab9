package io.jenkins.plugins.slipway.engine.config;

import io.jenkins.plugins.slipway.engine.BadInputException;
import io.jenkins.plugins.slipway.engine.Names;
import java.text.Normalizer;
import java.util.Locale;

/** Makes a project's name of a folder's. */
final class ProjectNames {
    private static final int LONGEST = 63;

    private ProjectNames() {}

    /** @throws BadInputException unless the name may stand in paths and host names */
    static void requirePlain(String name) {
        if (!Names.isPlain(name)) {
            throw new BadInputException(
                    Values.quoted(name) + " cannot be a project's name; use letters, digits, dots, dashes and"
                            + " underscores, a letter or digit first, at most 63");
        }
    }

    /** Lower-case letters, digits, dots and dashes; {@code project} if nothing remains. */
    static String slug(String folder) {
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
