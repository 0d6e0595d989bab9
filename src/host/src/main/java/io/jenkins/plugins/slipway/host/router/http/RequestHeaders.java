package io.jenkins.plugins.slipway.host.router.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which headers of a request come in. By some of them proxies tell applications who asks and for what; a client that says so itself
 * is not heard. A proxy that is trusted is believed in what every proxy sets: others it may not know, and lets a client's pass.
 */
public final class RequestHeaders {
    static final int MOST = 128;

    /** What a trusted proxy is believed in; {@link Peer#introduce} checks it. */
    private static final AsciiString[] BELIEVED = {
        AsciiString.cached("x-forwarded-for"),
        AsciiString.cached("x-forwarded-proto"),
        AsciiString.cached("x-forwarded-host"),
        AsciiString.cached("x-forwarded-port"),
        AsciiString.cached("x-real-ip"),
        AsciiString.cached("x-client-ip"),
    };

    /** How names begin that nobody is heard with. */
    private static final String[] FAMILIES = {
        "x-forwarded-",
        "x-original-",
        "x-rewrite-",
        "x-real-",
        "x-client-",
        "x-cluster-client-",
        "x-remote-",
        "x-ssl-",
        "x-envoy-",
        "x-accel-",
        "x-sendfile-",
        "x-amzn-mtls-",
        "x-amzn-oidc-",
        "x-azure-",
        "x-arr-",
        "x-appengine-",
        "x-platform-",
        "x-slipway-",
        "x-auth-request-",
        "x-webauth-",
        "x-authenticated-",
        "x-goog-authenticated-",
        "x-goog-iap-",
        "x-ms-client-",
        "x-proxy-",
        "x-proxyuser-",
        "x-verified-",
        "proxy-",
        "wl-proxy-",
        "ssl-",
        "true-client-",
        "client-cert",
        "cf-connecting-",
        "cf-pseudo-",
        "cf-visitor",
        "cf-access-",
        "fastly-client",
        "fastly-ssl",
        "akamai-client-",
        "fly-client-",
        "remote-",
    };

    /** Other such names. */
    private static final String[] NAMES = {
        "forwarded",
        "forwarded-for",
        "x-forwarded",
        "x-original",
        "client-ip",
        "x-ip",
        "x-host",
        "x-scheme",
        "x-url-scheme",
        "x-https",
        "x-ssl",
        "https",
        "front-end-https",
        "x-http-host-override",
        "x-http-destinationurl",
        "x-originating-ip",
        "x-script-name",
        "script-name",
        "path-info",
        "x-proto",
        "x-protocol",
        "x-gateway-host",
        "x-backend-host",
        "proxy",
        "request-uri",
        "base-url",
    };

    /** How names end by which somebody says what a client's address is: {@code Client-IP}, {@code X-Vendor-ClientIP} and all others. */
    private static final String[] ENDINGS = {
        "-ip", "clientip", "-ipv4", "-ipv6", "-ip-address", "-remote-addr", "-client-cert"
    };

    private static final String FORWARDED = "forward";
    /** The one such name that says nothing about a client (RFC 9110, section 7.6.2). */
    private static final String COUNTED = "max-forwards";

    /** Both, by the first letter, which leaves most headers with nothing to be compared with; a name ends with a blank. */
    private static final String[][] BY_LETTER = byLetter();

    private RequestHeaders() {}

    /** Drops what is not heard. Returns what is wrong with the others, or null. */
    public static ParsedRequest.@Nullable Refusal admit(HttpHeaders headers, Peer peer) {
        if (headers.size() > MOST) {
            return new ParsedRequest.Refusal(431, "The request has more than " + MOST + " headers.");
        }
        List<CharSequence> dropped = List.of();
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            if (!plain(header.getValue())) {
                return new ParsedRequest.Refusal(400, "A header of the request has a control character.");
            }
            CharSequence name = header.getKey();
            if (!UsualHeaders.contain(name) && isDropped(name, peer)) {
                dropped = dropped.isEmpty() ? new ArrayList<>() : dropped;
                dropped.add(name);
            }
        }
        dropped.forEach(headers::remove);
        String expect = headers.get(HttpHeaderNames.EXPECT);
        return expect == null || expect.equalsIgnoreCase("100-continue")
                ? null
                : new ParsedRequest.Refusal(417, "Nothing but 100-continue can be expected here.");
    }

    private static boolean isDropped(CharSequence name, Peer peer) {
        return !isPlain(name) && !(peer.trusted() && name.length() > 0 && !odd(name) && believed(name));
    }

    /** Whether a name is heard from everybody. */
    static boolean isPlain(CharSequence name) {
        return name.length() > 0 && !odd(name) && !speaksForProxies(name);
    }

    /**
     * Names with other signs than dashes: applications that get headers as variables could not tell {@code X_Forwarded_For} from the
     * one with dashes.
     */
    private static boolean odd(CharSequence name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c >= '0' && c <= '9')) {
                return true;
            }
        }
        return false;
    }

    private static boolean plain(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean speaksForProxies(CharSequence name) {
        for (String ending : ENDINGS) {
            if (name.length() >= ending.length()
                    && AsciiString.regionMatches(
                            name, true, name.length() - ending.length(), ending, 0, ending.length())) {
                return true;
            }
        }
        if (AsciiString.indexOfIgnoreCaseAscii(name, FORWARDED, 0) >= 0
                && !AsciiString.contentEqualsIgnoreCase(name, COUNTED)) {
            return true;
        }
        int letter = (name.charAt(0) | 0x20) - 'a';
        for (String one : letter < 0 || letter >= 26 ? new String[0] : BY_LETTER[letter]) {
            boolean whole = one.endsWith(" ");
            int length = whole ? one.length() - 1 : one.length();
            if ((!whole || name.length() == length) && AsciiString.regionMatches(name, true, 0, one, 0, length)) {
                return true;
            }
        }
        return false;
    }

    private static String[][] byLetter() {
        List<List<String>> result = new ArrayList<>();
        for (int i = 0; i < 26; i++) {
            result.add(new ArrayList<>());
        }
        for (String family : FAMILIES) {
            result.get(family.charAt(0) - 'a').add(family);
        }
        for (String name : NAMES) {
            result.get(name.charAt(0) - 'a').add(name + " ");
        }
        return result.stream().map(some -> some.toArray(String[]::new)).toArray(String[][]::new);
    }

    private static boolean believed(CharSequence name) {
        for (AsciiString one : BELIEVED) {
            if (AsciiString.contentEqualsIgnoreCase(name, one)) {
                return true;
            }
        }
        return false;
    }
}
