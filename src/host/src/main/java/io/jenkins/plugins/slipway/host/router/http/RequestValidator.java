package io.jenkins.plugins.slipway.host.router.http;

import io.jenkins.plugins.slipway.engine.config.expression.UrlPath;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses requests that the router and an application could read differently: where one ends decides what the next one is. */
public final class RequestValidator {
    private static final int LONGEST_LENGTH = 18;
    private static final Set<String> REFUSED = Set.of("CONNECT", "TRACE", "TRACK");

    private RequestValidator() {}

    /** Judges a head, and brings it to its normal form: from then on everybody reads the same. */
    public static ParsedRequest judge(HttpRequest request, Peer peer) {
        if (request.decoderResult().isFailure()) {
            return unreadable(request.decoderResult().cause());
        }
        if (REFUSED.contains(request.method().name())) {
            return new ParsedRequest.Refusal(405, request.method() + " is not supported here.");
        }
        ParsedRequest.Refusal headers = RequestHeaders.admit(request.headers(), peer);
        if (headers != null) {
            return headers;
        }
        String host = host(request);
        String complaint = host == null ? framing(request) : host;
        return complaint == null ? target(request) : new ParsedRequest.Refusal(400, complaint);
    }

    /** The answer to what could not be read at all. */
    public static ParsedRequest.Refusal unreadable(Throwable cause) {
        if (cause instanceof UnreadableException known) {
            return known.refusal();
        }
        if (cause instanceof TooLongHttpLineException) {
            return new ParsedRequest.Refusal(414, "The address of the request is too long.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new ParsedRequest.Refusal(
                    431,
                    "The headers of the request are longer than " + (RequestDecoder.LARGEST_HEAD >> 10)
                            + " KB, or more than " + HeadLines.MOST + ".");
        }
        return new ParsedRequest.Refusal(400, "The request cannot be read.");
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

    /** Brings the address and the host to their normal form. */
    private static ParsedRequest target(HttpRequest request) {
        String target = request.uri();
        String host = request.headers().get(HttpHeaderNames.HOST);
        if (!target.startsWith("/")) {
            int start = target.regionMatches(true, 0, "http://", 0, 7)
                    ? 7
                    : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
            if (start < 0) {
                return target.equals("*") && request.method().equals(HttpMethod.OPTIONS)
                        ? new ParsedRequest.Refusal(405, "OPTIONS is answered for paths here.")
                        : malformed("is neither a path nor a URL");
            }
            int end = start;
            while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
                end++;
            }
            String authority = target.substring(start, end);
            if (!Authority.valid(authority) || (host != null && !host.equalsIgnoreCase(authority))) {
                return malformed("has another host than its header");
            }
            host = authority;
            String rest = target.substring(end);
            target = rest.startsWith("/") ? rest : "/" + rest;
        }
        String authority = host == null ? "" : Authority.normal(host);
        if (!authority.equals(request.headers().get(HttpHeaderNames.HOST)) && host != null) {
            request.headers().set(HttpHeaderNames.HOST, authority);
        }
        return target(request, target, authority, host == null ? "" : Authority.name(host));
    }

    private static ParsedRequest target(HttpRequest request, String target, String authority, String host) {
        int query = target.indexOf('?');
        for (int i = query < 0 ? target.length() : query; i < target.length(); i++) {
            if (target.charAt(i) == '#') {
                return malformed("has a ‘#’, which is written as %23");
            }
        }
        UrlPath path;
        try {
            path = UrlPath.of(query < 0 ? target : target.substring(0, query));
        } catch (UrlPath.MalformedException e) {
            return e.tooLong()
                    ? new ParsedRequest.Refusal(414, "The path of the request has " + e.getMessage() + ".")
                    : malformed("has " + e.getMessage());
        }
        ParsedRequest.Target result =
                new ParsedRequest.Target(path, query < 0 ? "" : target.substring(query), authority, host);
        request.setUri(result.uri());
        return result;
    }

    private static ParsedRequest.Refusal malformed(String what) {
        return new ParsedRequest.Refusal(400, "The request’s address " + what + ".");
    }

    /** Whether it is a length as both a request and an answer may give it. */
    public static boolean digits(String length) {
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
