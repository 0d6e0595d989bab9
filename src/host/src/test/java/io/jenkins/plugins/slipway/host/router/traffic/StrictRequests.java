package io.jenkins.plugins.slipway.host.router.traffic;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads requests as RFC 9112 writes them, without any leniency, and slowly. The last one may be cut off. Only a query may hold a
 * backslash, as browsers send it there as it is.
 */
final class StrictRequests {
    private static final String LINE = "[A-Z][A-Z0-9_-]* /[!-~&&[^#?\\\\]]*(\\?[!-~&&[^#]]*)? HTTP/1\\.1";
    private static final String HEADER =
            "[A-Za-z0-9-]+:[ \\t]*([\\x21-\\x7e\\x80-\\xff]([\\t\\x20-\\x7e\\x80-\\xff]*[\\x21-\\x7e\\x80-\\xff])?)?";

    private final String text;
    private int at;
    private int ended;
    private String complaint = "";

    private StrictRequests(String text) {
        this.text = text;
    }

    /** What is wrong; empty for nothing. */
    static String complaint(String text) {
        StrictRequests reader = new StrictRequests(text);
        reader.read();
        return reader.complaint;
    }

    /** Where the last whole request ends; 0 if there is none. */
    static int whole(String text) {
        StrictRequests reader = new StrictRequests(text);
        reader.read();
        return reader.ended;
    }

    private void read() {
        while (at < text.length() && complaint.isEmpty()) {
            int head = text.indexOf("\r\n\r\n", at);
            if (head < 0) {
                return;
            }
            Map<String, String> headers = head(text.substring(at, head));
            at = head + 4;
            if (!complaint.isEmpty() || !body(headers)) {
                return;
            }
            ended = at;
        }
    }

    private Map<String, String> head(String head) {
        String[] lines = head.split("\r\n", -1);
        Map<String, String> headers = new HashMap<>();
        if (!lines[0].matches(LINE)) {
            complaint = "request line " + lines[0];
        }
        for (int i = 1; i < lines.length; i++) {
            if (!lines[i].matches(HEADER)) {
                complaint = "header " + lines[i];
                return headers;
            }
            String name = lines[i].substring(0, lines[i].indexOf(':')).toLowerCase(Locale.ROOT);
            String value = lines[i].substring(name.length() + 1).strip();
            boolean single = name.equals("host") || name.equals("content-length") || name.equals("transfer-encoding");
            if (headers.put(name, value) != null && single) {
                complaint = "two of " + name;
            }
        }
        if (!"shop".equals(headers.get("host"))) {
            complaint = "host " + headers.get("host");
        }
        String length = headers.getOrDefault("content-length", "0");
        String encoding = headers.getOrDefault("transfer-encoding", "chunked");
        if (!length.matches("[0-9]{1,18}")
                || !encoding.equalsIgnoreCase("chunked")
                || headers.containsKey("content-length") && headers.containsKey("transfer-encoding")) {
            complaint = "framing " + headers;
        }
        return headers;
    }

    /** Whether the whole body is there. */
    private boolean body(Map<String, String> headers) {
        if (headers.containsKey("transfer-encoding")) {
            return chunks();
        }
        at += Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return at <= text.length();
    }

    private boolean chunks() {
        while (true) {
            int end = text.indexOf("\r\n", at);
            if (end < 0) {
                return false;
            }
            String line = text.substring(at, end);
            if (!line.matches("[0-9a-fA-F]{1,8}")) {
                complaint = "chunk " + line;
                return false;
            }
            int size = Integer.parseInt(line, 16);
            int next = end + 2 + size;
            if (next + 2 > text.length()) {
                return false;
            }
            if (!text.startsWith("\r\n", next)) {
                complaint = "end of a chunk";
                return false;
            }
            at = next + 2;
            if (size == 0) {
                return true;
            }
        }
    }
}
