package io.jenkins.plugins.slipway.host.router;

/** The path of a URL. */
final class Paths {
    private Paths() {}

    /** The address without its query. */
    static String of(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}
