package io.jenkins.plugins.slipway.host.router.http;

import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers that clients usually send, for which {@link RequestHeaders} need not be asked: each is one that it hears. */
final class UsualHeaders {
    private static final List<String> NAMES = List.of(
            ("host connection accept accept-charset accept-encoding accept-language authorization cache-control content-disposition"
                            + " content-encoding content-language content-length content-type cookie date dnt etag expect from"
                            + " if-match if-modified-since if-none-match if-range if-unmodified-since keep-alive origin pragma"
                            + " priority range referer sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest sec-fetch-mode"
                            + " sec-fetch-site sec-fetch-user sec-gpc te traceparent tracestate transfer-encoding upgrade"
                            + " upgrade-insecure-requests user-agent x-api-key x-csrf-token x-request-id x-requested-with"
                            + " x-xsrf-token")
                    .split(" "));

    /** By hash; a power of two, and sparse, so that a name is compared with one or two others. */
    private static final @Nullable AsciiString[] TABLE = new AsciiString[256];

    static {
        for (String name : NAMES) {
            if (!RequestHeaders.isPlain(name)) {
                throw new IllegalStateException(name + " is not heard from everybody");
            }
            int place = place(name);
            while (TABLE[place] != null) {
                place = (place + 1) % TABLE.length;
            }
            TABLE[place] = AsciiString.cached(name);
        }
    }

    private UsualHeaders() {}

    /** In upper or lower case. */
    static boolean contain(CharSequence name) {
        int place = place(name);
        AsciiString known = TABLE[place];
        while (known != null) {
            if (AsciiString.contentEqualsIgnoreCase(known, name)) {
                return true;
            }
            place = (place + 1) % TABLE.length;
            known = TABLE[place];
        }
        return false;
    }

    private static int place(CharSequence name) {
        int hash = AsciiString.hashCode(name);
        return (hash ^ hash >>> 16) & TABLE.length - 1;
    }
}
