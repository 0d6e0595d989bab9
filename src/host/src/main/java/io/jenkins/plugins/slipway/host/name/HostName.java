package io.jenkins.plugins.slipway.host.name;

import io.jenkins.plugins.slipway.host.home.HostHome;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Host names in the one form in which they are compared: ASCII (RFC 5891), lower case, no port, no dot at the end; and the names that
 * environments have by themselves. Those differ whenever project or environment does.
 */
public final class HostName {
    private static final String ROOT = ".localhost";
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9_-]+");
    private static final Pattern MARKED = Pattern.compile(".*--[0-9a-f]{12}");
    private static final int LONGEST_LABEL = 63;
    private static final int MARK = 14;

    private HostName() {}

    /**
     * The form in which a name is compared. What is no host name comes back in lower case; no request can name it.
     *
     * @param authority a host name as somebody wrote it, with or without a port
     */
    public static String canonical(String authority) {
        String name = authority;
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf(']')) {
            name = name.substring(0, colon);
        }
        String result;
        try {
            result = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            result = name.toLowerCase(Locale.ROOT);
        }
        return result.endsWith(".") ? result.substring(0, result.length() - 1) : result;
    }

    /**
     * The name at which an environment always answers, {@code <environment>.<project>.localhost}. A name of a project or environment
     * that has a dot or a capital letter is one word in it all the same, with a mark that no other has.
     */
    public static String generated(String project, String environment) {
        return label(environment) + "." + label(project) + ROOT;
    }

    /**
     * Whether only the environment of that generated name may answer at a name: it is the generated name, or lies below it.
     *
     * @param name as by {@link #canonical}
     */
    static boolean isWithin(String name, String generated) {
        return name.equals(generated) || name.endsWith("." + generated);
    }

    /**
     * The generated name that a name is, or lies below; empty if it belongs to no environment by itself.
     *
     * @param name as by {@link #canonical}
     */
    static String generatedAbove(String name) {
        if (!name.endsWith(ROOT)) {
            return "";
        }
        String[] labels = name.substring(0, name.length() - ROOT.length()).split("\\.", -1);
        return labels.length < 2 ? "" : labels[labels.length - 2] + "." + labels[labels.length - 1] + ROOT;
    }

    private static String label(String name) {
        if (PLAIN.matcher(name).matches() && !MARKED.matcher(name).matches() && name.length() <= LONGEST_LABEL) {
            return name;
        }
        String readable = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
        return readable.substring(0, Math.min(readable.length(), LONGEST_LABEL - MARK)) + "--" + HostHome.digest(name);
    }
}
