package io.jenkins.plugins.slipway.host.router.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/**
 * The other end of a client's connection.
 *
 * @param address numeric
 * @param trusted whether it is a proxy that is believed about the client it speaks for
 * @param secure whether the connection is encrypted
 */
public record Peer(String address, boolean trusted, boolean secure) {
    /** Before the connection is there. */
    public static final Peer NOBODY = new Peer("unknown", false, false);

    private static final AsciiString FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString PROTO = AsciiString.cached("x-forwarded-proto");
    private static final AsciiString HOST = AsciiString.cached("x-forwarded-host");
    private static final AsciiString PORT = AsciiString.cached("x-forwarded-port");
    private static final AsciiString REAL = AsciiString.cached("x-real-ip");
    private static final AsciiString CLIENT = AsciiString.cached("x-client-ip");
    private static final AsciiString FORWARDED = AsciiString.cached("forwarded");
    private static final String VIA = "1.1 slipway";
    private static final int MOST_HOPS = 32;
    /** With brackets and a port. */
    private static final int LONGEST_ADDRESS = 53;

    /** Whether the client's own connection is encrypted, as far as is known. */
    public boolean encrypted(HttpHeaders headers) {
        String said = trusted ? headers.get(PROTO) : null;
        return said == null || !known(said) ? secure : said.equalsIgnoreCase("https");
    }

    /** The client's own address, as far as is known. */
    public String client(HttpHeaders headers) {
        String chain = headers.get(FOR);
        return chain == null ? address : chain;
    }

    /**
     * Tells the application who asks. What somebody who is not trusted says about that is dropped, and so is of a trusted one what
     * cannot be true: a client may have said it to the proxy.
     */
    public void introduce(HttpHeaders headers, String authority) {
        if (!trusted) {
            headers.remove(FOR).remove(PROTO).remove(HOST).remove(PORT);
            headers.remove(REAL).remove(CLIENT).remove(HttpHeaderNames.VIA);
        }
        List<String> chain = headers.contains(FOR) ? chain(headers.getAll(FOR)) : List.of();
        String last = chain.isEmpty() ? address : chain.get(chain.size() - 1);
        if (headers.contains(REAL)) {
            headers.set(REAL, last);
        }
        if (headers.contains(CLIENT)) {
            headers.set(CLIENT, last);
        }
        headers.set(FOR, chain.isEmpty() ? address : String.join(", ", chain) + ", " + address);
        boolean encrypted = encrypted(headers);
        headers.set(PROTO, encrypted ? "https" : "http");
        String host = headers.get(HOST);
        host = host == null || !Authority.valid(host) ? authority : host;
        headers.set(HOST, host);
        String port = headers.get(PORT);
        headers.set(PORT, port == null || !Authority.valid("x:" + port) ? Authority.port(host, encrypted) : port);
        // Whatever came under this name is replaced: a proxy that knows only the older headers lets a client's pass.
        headers.set(
                FORWARDED,
                elements(chain) + element(address) + ";host=\"" + host + "\";proto=" + (encrypted ? "https" : "http"));
        String via = headers.get(HttpHeaderNames.VIA);
        headers.set(
                HttpHeaderNames.VIA,
                via == null ? VIA : String.join(", ", headers.getAll(HttpHeaderNames.VIA)) + ", " + VIA);
    }

    private static boolean known(String scheme) {
        return scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
    }

    /** The addresses that came, the last ones of very many. */
    private static List<String> chain(List<String> values) {
        List<String> result = new ArrayList<>();
        for (String value : values) {
            for (String one : value.split(",")) {
                String plain = one.strip();
                result.add(plain.length() <= LONGEST_ADDRESS && numeric(plain) ? plain : "unknown");
            }
        }
        return result.size() <= MOST_HOPS ? result : result.subList(result.size() - MOST_HOPS, result.size());
    }

    private static boolean numeric(String address) {
        for (int i = 0; i < address.length(); i++) {
            if (Character.digit(address.charAt(i), 16) < 0 && ".:[]".indexOf(address.charAt(i)) < 0) {
                return false;
            }
        }
        return !address.isEmpty();
    }

    private static String elements(List<String> chain) {
        StringBuilder result = new StringBuilder();
        chain.forEach(one -> result.append(element(one)).append(", "));
        return result.toString();
    }

    private static String element(String name) {
        int colons = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            colons += c == ':' ? 1 : 0;
            if (Character.digit(c, 16) < 0 && c != '.' && c != ':') {
                return "for=unknown";
            }
        }
        // One colon is that of a port.
        return colons == 0 ? "for=" + name : colons == 1 ? "for=\"" + name + "\"" : "for=\"[" + name + "]\"";
    }
}
