package io.jenkins.plugins.slipway.engine.environment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The address at which an environment of this machine always answers, whatever its routes and domains say. It differs whenever
 * project or environment does.
 */
public final class MainAddress {
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9_-]+");
    private static final Pattern MARKED = Pattern.compile(".*--[0-9a-f]{12}");
    private static final int LONGEST_LABEL = 63;
    private static final int MARK = 14;

    private MainAddress() {}

    /**
     * The host name, {@code <environment>.<project>.localhost}. Every name below {@code localhost} is this machine (RFC 6761,
     * 6.3). A name of a project or environment that has a dot or a capital letter is one word in it all the same, with a mark that
     * no other has.
     */
    public static String host(String project, String environment) {
        return label(environment) + "." + label(project) + ".localhost";
    }

    /** @param port of the router */
    public static String url(String project, String environment, int port) {
        return "http://" + host(project, environment) + ":" + port + "/";
    }

    private static String label(String name) {
        if (PLAIN.matcher(name).matches() && !MARKED.matcher(name).matches() && name.length() <= LONGEST_LABEL) {
            return name;
        }
        String readable = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
        return readable.substring(0, Math.min(readable.length(), LONGEST_LABEL - MARK)) + "--" + mark(name);
    }

    private static String mark(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, MARK / 2 - 1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
