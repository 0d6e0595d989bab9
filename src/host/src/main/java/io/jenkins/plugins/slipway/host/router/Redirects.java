package io.jenkins.plugins.slipway.host.router;

import io.netty.handler.codec.http.HttpRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the router sends clients on to. */
final class Redirects {
    private static final Pattern URL = Pattern.compile("(https?)://([^/:?#]+)([/?#].*)?");

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
                return to(
                        withQuery(here(client, request, authority, target), asked),
                        redirect.status(),
                        redirect.expiresSeconds());
            }
        }
        if (route.destination() instanceof Routes.Destination.Redirect redirect) {
            String rest = redirect.append()
                    ? asked.substring(
                            Math.min(asked.length(), route.pathPrefix().length()))
                    : "";
            String base = here(client, request, authority, redirect.to());
            boolean slash = base.indexOf('/', base.indexOf("://") + 3) >= 0;
            return to(slash ? base + rest : base + "/" + rest, redirect.status(), 0);
        }
        return null;
    }

    /**
     * An address of this router's as it can be reached now: encrypted where there is a certificate or a proxy that encrypts, else
     * plainly, and at the right port.
     */
    private static String here(ClientConnection client, HttpRequest request, String authority, String target) {
        Matcher url = URL.matcher(target);
        if (!url.matches() || !client.front().knows(url.group(2))) {
            return target;
        }
        String host = url.group(2);
        boolean encrypted = client.peer().encrypted(request.headers());
        if (url.group(1).equals("https")) {
            Integer port = client.front().certificates().port(host);
            if (port != null) {
                return "https://" + host + (port == 443 ? "" : ":" + port) + rest(url);
            }
            if (encrypted) {
                return target;
            }
        }
        String port = encrypted ? "80" : Authority.port(authority, false);
        return "http://" + host + (port.equals("80") ? "" : ":" + port) + rest(url);
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

    private static String rest(Matcher url) {
        return url.group(3) == null ? "/" : url.group(3);
    }

    private static String withQuery(String target, String asked) {
        int query = asked.indexOf('?');
        return query < 0 || target.indexOf('?') >= 0 ? target : target + asked.substring(query);
    }
}
