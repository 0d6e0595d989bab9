package io.jenkins.plugins.slipway;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.kohsuke.stapler.StaplerResponse2;

/** What is live in an environment, as a small picture for pages elsewhere. */
final class EnvironmentBadge {
    /** About as wide as a letter is; the picture has its texts stretched to what is computed here. */
    private static final int LETTER = 7;

    private static final int MARGIN = 12;

    private EnvironmentBadge() {}

    static void send(@NonNull EnvironmentRow row, @NonNull StaplerResponse2 response) throws IOException {
        EnvironmentRow.Live live = row.live();
        String text =
                live == null ? Messages.EnvironmentBadge_nothing() : Messages.EnvironmentBadge_release(live.release());
        byte[] body = svg(row.environment(), text, colour(live)).getBytes(StandardCharsets.UTF_8);
        response.setContentType("image/svg+xml;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'");
        response.setHeader("Cache-Control", "private, no-cache");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Dark enough for white letters. Pages elsewhere have no colours of Jenkins. */
    private static String colour(EnvironmentRow.Live live) {
        StatusSymbol judged = live == null ? null : live.verdict();
        String verdict = judged == null ? "" : judged.word();
        return live != null && !live.quarantine().isEmpty()
                ? "#b3261e"
                : switch (verdict) {
                    case "passed" -> "#1a7f37";
                    case "unstable", "inconclusive" -> "#8a6100";
                    case "failed" -> "#b3261e";
                    default -> "#57606a";
                };
    }

    private static String svg(String name, String text, String colour) {
        int left = name.length() * LETTER + MARGIN;
        int right = text.length() * LETTER + MARGIN;
        String title = Util.xmlEscape(name + ": " + text);
        return String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s">\
                <title>%2$s</title>\
                <rect width="%1$d" height="20" rx="3" fill="#24292f"/>\
                <path d="M%3$d 0h%4$da3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-%4$dz" fill="%5$s"/>\
                <g fill="#fff" font-family="Verdana,Geneva,sans-serif" font-size="11">\
                <text x="6" y="14" textLength="%6$d">%7$s</text>\
                <text x="%8$d" y="14" textLength="%9$d">%10$s</text>\
                </g>\
                </svg>\
                """,
                left + right,
                title,
                left,
                right - 3,
                colour,
                left - MARGIN,
                Util.xmlEscape(name),
                left + 6,
                right - MARGIN,
                Util.xmlEscape(text));
    }
}
