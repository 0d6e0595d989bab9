package io.jenkins.plugins.slipway.engine.report;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a report is encoded: what its first bytes show, and only where they leave it open, what it declares (XML 1.0, appendix F).
 *
 * @param mark length of the byte order mark, which belongs to no text
 */
record ReportEncoding(Charset charset, int mark) {
    /** Enough for every XML declaration. */
    static final int HEAD = 1024;

    /** What Windows, Python and databases call UTF-8. */
    private static final Set<String> OF_OTHERS = Set.of("cp65001", "windows-65001", "utf-8-sig", "utf_8", "utf8mb4");

    private static final Pattern DECLARED =
            Pattern.compile("^\\s*<\\?xml[^>]*?\\sencoding\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

    /** @param name how messages call the file */
    static ReportEncoding of(byte[] head, String name) throws UnreadableReportException {
        if (starts(head, 0xEF, 0xBB, 0xBF)) {
            return new ReportEncoding(StandardCharsets.UTF_8, 3);
        }
        if (starts(head, 0xFF, 0xFE, 0, 0)) {
            return new ReportEncoding(Charset.forName("UTF-32LE"), 4);
        }
        if (starts(head, 0, 0, 0xFE, 0xFF)) {
            return new ReportEncoding(Charset.forName("UTF-32BE"), 4);
        }
        if (starts(head, 0xFF, 0xFE)) {
            return new ReportEncoding(StandardCharsets.UTF_16LE, 2);
        }
        if (starts(head, 0xFE, 0xFF)) {
            return new ReportEncoding(StandardCharsets.UTF_16BE, 2);
        }
        if (starts(head, 0, 0, 0, '<')) {
            return new ReportEncoding(Charset.forName("UTF-32BE"), 0);
        }
        if (starts(head, '<', 0, 0, 0)) {
            return new ReportEncoding(Charset.forName("UTF-32LE"), 0);
        }
        if (starts(head, 0, '<')) {
            return new ReportEncoding(StandardCharsets.UTF_16BE, 0);
        }
        if (starts(head, '<', 0)) {
            return new ReportEncoding(StandardCharsets.UTF_16LE, 0);
        }
        return new ReportEncoding(declared(head, name), 0);
    }

    private static Charset declared(byte[] head, String name) throws UnreadableReportException {
        boolean ebcdic = starts(head, 0x4C, 0x6F, 0xA7, 0x94);
        Charset family = ebcdic ? Charset.forName("IBM037") : StandardCharsets.ISO_8859_1;
        Matcher matcher = DECLARED.matcher(new String(head, family));
        if (!matcher.find()) {
            return ebcdic ? family : StandardCharsets.UTF_8;
        }
        String declared = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        Charset charset;
        try {
            charset = OF_OTHERS.contains(declared.toLowerCase(Locale.ROOT))
                    ? StandardCharsets.UTF_8
                    : Charset.forName(declared);
        } catch (IllegalArgumentException e) {
            throw new UnreadableReportException(name + ":1 declares the encoding ‘" + declared
                    + "’, which is not known; write the report in UTF-8");
        }
        String standard = charset.name().toUpperCase(Locale.ROOT);
        boolean wide = standard.startsWith("UTF-16") || standard.startsWith("UTF-32");
        if (wide || !new String(head, charset).stripLeading().startsWith("<?xml")) {
            throw new UnreadableReportException(name + ":1 declares the encoding ‘" + declared
                    + "’, but is not written in it; declare the encoding that the file has");
        }
        return charset;
    }

    private static boolean starts(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (head[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
