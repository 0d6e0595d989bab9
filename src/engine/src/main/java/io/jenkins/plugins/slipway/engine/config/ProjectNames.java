package io.jenkins.plugins.slipway.engine.config;

import io.jenkins.plugins.slipway.engine.BadInputException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What may be the name of a project, an environment, an application, a service or an object. Names become parts of paths, host names
 * and arguments, so they are plain, and there is one rule for all of them; the schemas repeat it for editors.
 */
public final class ProjectNames {
    /** What a name is, to complete a sentence. */
    public static final String RULE =
            "a name is 1 to 63 letters, digits, dots, dashes and underscores, and begins with a letter or digit";

    static final String EXPRESSION = "[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}";

    private static final int LONGEST = 63;
    private static final Pattern PLAIN = Pattern.compile(EXPRESSION);

    private ProjectNames() {}

    /** Whether a text may be a name. */
    public static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches();
    }

    /**
     * Refuses what may not be a name.
     *
     * @param of whose name it is to be, such as {@code a project}
     * @return the name itself
     * @throws BadInputException unless the name is plain
     */
    public static String requirePlain(String name, String of) {
        if (!isPlain(name)) {
            throw new BadInputException(Values.quoted(name) + " cannot be the name of " + of + ": " + RULE + ".");
        }
        return name;
    }

    /** Lower-case letters, digits, dots and dashes, made of a folder's name; {@code project} if nothing remains. */
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
