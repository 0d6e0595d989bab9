package io.jenkins.plugins.slipway.host.router;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/**
 * The other end of a client's connection.
 *
 * @param address numeric
 * @param trusted whether it is a proxy that is believed about the client it speaks for
 * @param secure whether the connection is encrypted
 */
record Peer(String address, boolean trusted, boolean secure) {
    /** Before the connection is there. */
    static final Peer NOBODY = new Peer("unknown", false, false);

    private static final AsciiString FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString PROTO = AsciiString.cached("x-forwarded-proto");
    private static final AsciiString HOST = AsciiString.cached("x-forwarded-host");
    private static final AsciiString PORT = AsciiString.cached("x-forwarded-port");
    private static final AsciiString REAL = AsciiString.cached("x-real-ip");
    private static final AsciiString CLIENT = AsciiString.cached("x-client-ip");
    private static final AsciiString FORWARDED = AsciiString.cached("forwarded");
    private static final String VIA = "1.1 slipway";

    /** Whether the client's own connection is encrypted, as far as is known. */
    boolean encrypted(HttpHeaders headers) {
        String said = trusted ? headers.get(PROTO) : null;
        return said == null ? secure : said.equalsIgnoreCase("https");
    }

    /** The client's own address, as far as is known. */
    String client(HttpHeaders headers) {
        String chain = headers.get(FOR);
        return chain == null ? address : chain;
    }

    /** Tells the application who asks. What somebody who is not trusted says about that is dropped. */
    void introduce(HttpHeaders headers, String authority) {
        if (!trusted) {
            headers.remove(FOR).remove(PROTO).remove(HOST).remove(PORT);
            headers.remove(REAL).remove(CLIENT);
        }
        String chain = headers.contains(FOR) ? String.join(", ", headers.getAll(FOR)) + ", " + address : address;
        headers.set(FOR, chain);
        String proto = headers.get(PROTO);
        if (proto == null) {
            proto = secure ? "https" : "http";
            headers.set(PROTO, proto);
        }
        String host = headers.get(HOST);
        if (host == null) {
            host = authority;
            headers.set(HOST, host);
        }
        if (!headers.contains(PORT)) {
            headers.set(PORT, Authority.port(host, proto.equalsIgnoreCase("https")));
        }
        // Whatever came under this name is replaced: a proxy that knows only the older headers lets a client's pass.
        headers.set(FORWARDED, elements(chain) + ";host=\"" + host + "\";proto=" + proto);
        String via = headers.get(HttpHeaderNames.VIA);
        headers.set(
                HttpHeaderNames.VIA,
                via == null ? VIA : String.join(", ", headers.getAll(HttpHeaderNames.VIA)) + ", " + VIA);
    }

    private static String elements(String chain) {
        if (chain.indexOf(',') < 0) {
            return element(chain);
        }
        StringBuilder result = new StringBuilder();
        for (String one : chain.split(",")) {
            result.append(result.isEmpty() ? "" : ", ").append(element(one.strip()));
        }
        return result.toString();
    }

    private static String element(String name) {
        boolean colons = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            colons |= c == ':';
            if (Character.digit(c, 16) < 0 && c != '.' && c != ':') {
                return "for=unknown";
            }
        }
        return colons ? "for=\"[" + name + "]\"" : "for=" + name;
    }
}
