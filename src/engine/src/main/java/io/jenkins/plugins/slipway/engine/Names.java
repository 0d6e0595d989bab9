package io.jenkins.plugins.slipway.engine;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a project, an application, an environment or an object may be called. Names become folders, parts of host names and
 * arguments, so they are plain, and whatever makes a path of one checks it here, wherever it comes from. The configuration's
 * schema has the same expression.
 */
public final class Names {
    /** The rule for people, to stand behind a colon. */
    public static final String RULE =
            "a name is 1 to 63 letters, digits, dots, dashes and underscores, and begins with a" + " letter or digit";

    /** The expression that a whole name matches. */
    public static final String EXPRESSION = "[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}";

    private static final Pattern PLAIN = Pattern.compile(EXPRESSION);

    private Names() {}

    /** Whether it can be a name. */
    public static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches();
    }

    /**
     * The name itself.
     *
     * @param what it would be the name of, for the message: {@code project}
     * @throws IllegalArgumentException if it cannot be one
     */
    public static String requirePlain(String what, String name) {
        if (!isPlain(name)) {
            throw new IllegalArgumentException(
                    "‘" + Texts.line(name) + "’ cannot be the name of a " + what + ": " + RULE);
        }
        return name;
    }

    /**
     * The folder of an application below its project's.
     *
     * @throws IllegalArgumentException if one of the names cannot be one
     */
    public static Path folder(Path above, String project, String application) {
        return above.resolve(requirePlain("project", project)).resolve(requirePlain("application", application));
    }
}
