package io.jenkins.plugins.slipway.host.router.http;

/** The path of a URL. */
public final class Paths {
    private Paths() {}

    /** The address without its query. */
    public static String of(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}
