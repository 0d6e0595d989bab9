package io.jenkins.plugins.slipway.engine.process;

import io.jenkins.plugins.slipway.engine.Texts;
import java.util.regex.Pattern;

/** Which names a variable of a process may have. */
public final class VariableNames {
    /** The names of POSIX shells (XBD 3.230, Name). */
    private static final Pattern PORTABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** How a shell hands a function to another one. */
    private static final String FUNCTION = "BASH_FUNC_";

    /** As much of a name as a message shows. */
    private static final int LONGEST = 80;

    private VariableNames() {}

    static boolean isPortable(String name) {
        return PORTABLE.matcher(name).matches();
    }

    /** Whether an environment can hold it: it is not empty, has no ‘=’, white space or control character, and is no function. */
    public static boolean isPossible(String name) {
        return !name.isEmpty()
                && !name.startsWith(FUNCTION)
                && name.chars()
                        .noneMatch(c -> c == '=' || c <= ' ' || Character.isISOControl(c) || Character.isWhitespace(c));
    }

    /** The name for a message, with what cannot be shown as its number. */
    public static String display(String name) {
        return Texts.numbered(name.codePoints().limit(LONGEST));
    }
}
