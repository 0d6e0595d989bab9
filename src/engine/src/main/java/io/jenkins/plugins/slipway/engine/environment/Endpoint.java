package io.jenkins.plugins.slipway.engine.environment;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where an application reaches a service or another application.
 *
 * @param service name of the service or application
 * @param rel the endpoint asked for, such as {@code http} or {@code postgresql}
 * @param path below the endpoint, such as the name of a database; empty for none
 * @param query as in a URL, without the question mark; empty for none
 */
public record Endpoint(
        String service,
        String rel,
        String scheme,
        String host,
        int port,
        @Nullable String username,
        @Nullable String password,
        String path,
        String query) {

    /** Another application of the same environment. */
    public static Endpoint ofApplication(String application, String host, int port) {
        return new Endpoint(application, "http", "http", host, port, null, null, "", "");
    }

    /**
     * The external service that an environment declares by URL.
     *
     * @throws IllegalArgumentException if the URL has no scheme or no host; the message does not repeat it, as it may hold a
     *     password
     */
    public static Endpoint ofUrl(String service, String rel, String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the address of service ‘" + service + "’ is not a URL");
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new IllegalArgumentException("the address of service ‘" + service + "’ lacks a scheme or a host");
        }
        String user = uri.getRawUserInfo();
        int colon = user == null ? -1 : user.indexOf(':');
        String path = uri.getPath() == null ? "" : uri.getPath();
        return new Endpoint(
                service,
                rel,
                uri.getScheme(),
                uri.getHost(),
                uri.getPort() >= 0 ? uri.getPort() : defaultPort(uri.getScheme()),
                user == null ? null : decode(colon < 0 ? user : user.substring(0, colon)),
                user == null || colon < 0 ? null : decode(user.substring(colon + 1)),
                path.startsWith("/") ? path.substring(1) : path,
                uri.getQuery() == null ? "" : uri.getQuery());
    }

    private static String decode(String raw) {
        // A plus sign is itself in this part of a URL; URLDecoder would make a space of it.
        return java.net.URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static int defaultPort(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http" -> 80;
            case "https" -> 443;
            case "postgresql", "postgres", "pgsql" -> 5432;
            case "mysql", "mariadb" -> 3306;
            case "redis" -> 6379;
            case "mongodb" -> 27017;
            case "amqp" -> 5672;
            default -> 0;
        };
    }
}
