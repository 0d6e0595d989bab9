package io.jenkins.plugins.slipway.host.router;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Refuses requests that the router and an application could read differently: where one ends decides what the next one is. */
final class Sanity {
    private static final int LONGEST_LENGTH = 18;

    private Sanity() {}

    /** Why a request is not taken. The connection is closed after it: what follows cannot be trusted. */
    record Refusal(int status, String sentence) {}

    /** What is wrong with the request, or null. */
    static @Nullable Refusal refusal(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return unreadable(request.decoderResult().cause());
        }
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return new Refusal(505, "This server speaks HTTP/1.1.");
        }
        if (request.method().equals(HttpMethod.CONNECT) || request.method().equals(HttpMethod.TRACE)) {
            return new Refusal(405, request.method() + " is not done here.");
        }
        String host = host(request);
        String framing = host == null ? framing(request) : host;
        String complaint = framing == null ? target(request) : framing;
        return complaint == null ? null : new Refusal(400, complaint);
    }

    /** The answer to what could not be read at all. */
    static Refusal unreadable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Refusal(414, "The address of the request is too long.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Refusal(
                    431,
                    "The headers of the request are longer than " + (RequestDecoder.LARGEST_HEAD >> 10)
                            + " KB, or more than " + HeadLines.MOST + ".");
        }
        return new Refusal(400, "The request cannot be read.");
    }

    private static @Nullable String host(HttpRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1) {
            return "The request names more than one host.";
        }
        if (hosts.isEmpty()) {
            return request.protocolVersion().equals(HttpVersion.HTTP_1_1) ? "The request names no host." : null;
        }
        return Authority.valid(hosts.get(0)) ? null : "The request’s host is not the name of one.";
    }

    private static @Nullable String framing(HttpRequest request) {
        HttpHeaders headers = request.headers();
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        String encoding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        if (length == null && encoding == null) {
            return null;
        }
        if (length != null
                && (!digits(length)
                        || headers.getAll(HttpHeaderNames.CONTENT_LENGTH).size() > 1)) {
            return "The request has no single length.";
        }
        if (encoding != null
                && (!encoding.equalsIgnoreCase("chunked")
                        || headers.getAll(HttpHeaderNames.TRANSFER_ENCODING).size() > 1
                        || request.protocolVersion().equals(HttpVersion.HTTP_1_0))) {
            return "The request has a transfer encoding other than chunked.";
        }
        return length != null && encoding != null ? "The request has both a length and a transfer encoding." : null;
    }

    /** Brings an address with a host to the usual form, if its host is the one that the request names. */
    private static @Nullable String target(HttpRequest request) {
        String target = request.uri();
        if (!target.startsWith("/")) {
            if (target.equals("*") && request.method().equals(HttpMethod.OPTIONS)) {
                return null;
            }
            String lower = target.toLowerCase(Locale.ROOT);
            int start = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
            if (start < 0) {
                return "The request’s address is neither a path nor a URL.";
            }
            int end = start;
            while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
                end++;
            }
            String authority = target.substring(start, end);
            String host = request.headers().get(HttpHeaderNames.HOST);
            if (!Authority.valid(authority) || (host != null && !host.equalsIgnoreCase(authority))) {
                return "The request’s address has another host than its header.";
            }
            String rest = target.substring(end);
            request.headers().set(HttpHeaderNames.HOST, authority);
            request.setUri(rest.startsWith("/") ? rest : "/" + rest);
        }
        String path = request.uri();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#' || c == '\\') {
                return "The request’s address has a character that must be written as %XX.";
            }
        }
        return null;
    }

    private static boolean digits(String length) {
        if (length.isEmpty() || length.length() > LONGEST_LENGTH) {
            return false;
        }
        for (int i = 0; i < length.length(); i++) {
            if (length.charAt(i) < '0' || length.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
