package io.jenkins.plugins.slipway.host.name;

import java.net.IDN;
import java.util.Locale;

/**
 * Host names in the one form in which they are compared: ASCII (RFC 5891), lower case, no port, no dot at the end. The names
 * that environments have by themselves are made by {@link io.jenkins.plugins.slipway.engine.environment.MainAddress}.
 */
public final class HostName {
    private static final String ROOT = ".localhost";

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
}
