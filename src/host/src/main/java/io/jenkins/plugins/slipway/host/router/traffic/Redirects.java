package io.jenkins.plugins.slipway.host.router.traffic;

import io.jenkins.plugins.slipway.engine.config.expression.RedirectTarget;
import io.jenkins.plugins.slipway.host.router.RoutePolicy;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.http.Authority;
import io.jenkins.plugins.slipway.host.router.http.ParsedRequest;
import io.netty.handler.codec.http.HttpRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the router sends clients on to. */
final class Redirects {
    private static final Pattern URL = Pattern.compile("(https?)://([^/:?#]+)([/?#].*)?");

    /** As for the address of a request: a longer one could not be asked for here. */
    private static final int LONGEST = 16 << 10;

    private Redirects() {}

    /** The answer that leads elsewhere, or null if the route's destination is to answer. */
    static OwnResponses.@Nullable Plain of(
            ClientConnection client, HttpRequest request, Routes.Route route, ParsedRequest.Target target) {
        RoutePolicy policy = route.policy();
        String path = target.path().text();
        boolean reads =
                request.method().name().equals("GET") || request.method().name().equals("HEAD");
        if (policy.https() && !client.peer().encrypted(request.headers())) {
            Integer port = client.front().certificates().port(target.host());
            if (port != null) {
                String origin = "https://" + target.host() + (port == 443 ? "" : ":" + port);
                return to(origin + target.uri(), reads ? 301 : 308, 0);
            }
        }
        for (RoutePolicy.PathRedirect redirect : policy.redirects()) {
            String address = redirect.target(path, target.query());
            if (address != null && address.length() > LONGEST) {
                return new OwnResponses.Plain(414, "The address that this one leads to would be too long.");
            }
            if (address != null) {
                return to(
                        here(client, request, target.authority(), address),
                        redirect.status(),
                        redirect.expiresSeconds());
            }
        }
        if (route.destination() instanceof Routes.Destination.Redirect redirect) {
            RedirectTarget other = RedirectTarget.of(redirect.to());
            int prefix = Math.min(path.length(), route.pathPrefix().length());
            String address = redirect.append() ? other.below(path.substring(prefix), target.query()) : other.plain("");
            return to(here(client, request, target.authority(), address), redirect.status(), 0);
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

    private static OwnResponses.Plain to(String address, int status, long expiresSeconds) {
        OwnResponses.Plain answer = new OwnResponses.Plain(status, "Look at " + address).with("location", address);
        if (expiresSeconds > 0) {
            return answer.with("cache-control", "max-age=" + expiresSeconds);
        }
        return expiresSeconds < 0 ? answer.with("cache-control", "no-cache") : answer.without("cache-control");
    }

    private static String rest(Matcher url) {
        return url.group(3) == null ? "/" : url.group(3);
    }
}
