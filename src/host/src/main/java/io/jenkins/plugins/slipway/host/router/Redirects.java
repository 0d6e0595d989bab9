package io.jenkins.plugins.slipway.host.router;

import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Where the router sends clients on to. */
final class Redirects {
    private Redirects() {}

    /**
     * The answer that leads elsewhere, or null if the route's destination is to answer.
     *
     * @param asked the request's address as it came
     * @param path the same without the query
     */
    static Answers.@Nullable Plain of(
            ClientConnection client,
            HttpRequest request,
            Routes.Route route,
            String authority,
            String host,
            String asked,
            String path) {
        RoutePolicy policy = route.policy();
        boolean reads =
                request.method().name().equals("GET") || request.method().name().equals("HEAD");
        if (policy.https() && !client.peer().encrypted(request.headers())) {
            Integer port = client.front().certificates().port(host);
            if (port != null) {
                return to("https://" + host + (port == 443 ? "" : ":" + port) + asked, reads ? 301 : 308, 0);
            }
        }
        for (RoutePolicy.PathRedirect redirect : policy.redirects()) {
            String target = redirect.target(path);
            if (target != null) {
                return to(withQuery(target, asked), redirect.status(), redirect.expiresSeconds());
            }
        }
        if (route.destination() instanceof Routes.Destination.Redirect redirect) {
            String rest = redirect.append()
                    ? asked.substring(
                            Math.min(asked.length(), route.pathPrefix().length()))
                    : "";
            String base = redirect.to();
            boolean slash = base.indexOf('/', base.indexOf("://") + 3) >= 0;
            return to(slash ? base + rest : base + "/" + rest, redirect.status(), 0);
        }
        return null;
    }

    private static Answers.Plain to(String address, int status, long expiresSeconds) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            safe.append(c <= ' ' || c >= 0x7f ? "%20" : String.valueOf(c));
        }
        Answers.Plain answer = new Answers.Plain(status, "Look at " + safe).with("location", safe.toString());
        if (expiresSeconds > 0) {
            return answer.with("cache-control", "max-age=" + expiresSeconds);
        }
        return expiresSeconds < 0 ? answer.with("cache-control", "no-cache") : answer.without("cache-control");
    }

    private static String withQuery(String target, String asked) {
        int query = asked.indexOf('?');
        return query < 0 || target.indexOf('?') >= 0 ? target : target + asked.substring(query);
    }
}
