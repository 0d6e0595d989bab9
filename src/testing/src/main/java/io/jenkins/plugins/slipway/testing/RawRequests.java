package io.jenkins.plugins.slipway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Requests byte for byte, each character one byte: those of the list {@code raw-requests.txt}, and what comes of changing some. */
public final class RawRequests {
    /** What is put into a request to change it: what one parser may read in another way than the next. */
    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        " ",
        "\t",
        "\0",
        "\13",
        "\177",
        "\u00ff",
        ":",
        ";",
        ",",
        "0",
        "5",
        "/",
        "%2f",
        "%00",
        "%",
        "..",
        "?",
        "#",
        "\\",
        "HTTP/1.1",
        "X: y\r\n z\r\n",
        "Host: other\r\n",
        "Content-Length: 3\r\n",
        "Content-Length: 0\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding:\13chunked\r\n",
        "\r\n\r\n",
        "0\r\n\r\n",
        "+",
        "a",
        "GET / HTTP/1.1\r\n",
        "transfer-encoding: identity\r\n",
        "Content_Length: 3\r\n",
        "Connection: content-length\r\n",
        "Connection: transfer-encoding, host\r\n",
        "Upgrade: h2c\r\n",
        "-",
        "_",
        "x"
    };

    private RawRequests() {}

    /**
     * Those of the list, in its order: one of each line; {@code ~} is a line end, {@code \xHH} a byte.
     *
     * @throws IOException if the list cannot be read
     */
    public static List<String> known() throws IOException {
        try (InputStream in = RawRequests.class.getResourceAsStream("raw-requests.txt")) {
            if (in == null) {
                throw new IOException("raw-requests.txt is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .map(RawRequests::bytes)
                    .toList();
        }
    }

    /**
     * Changes of requests: each is one of them into which pieces were put, in which others took a byte's place, or from which a few
     * bytes were taken, at one to three places.
     *
     * @param seed the same seed makes the same changes
     */
    public static List<String> changed(List<String> requests, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder request = new StringBuilder(requests.get(random.nextInt(requests.size())));
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                int at = random.nextInt(request.length() + 1);
                String piece = PIECES[random.nextInt(PIECES.length)];
                switch (random.nextInt(3)) {
                    case 0 -> request.insert(at, piece);
                    case 1 -> request.replace(at, Math.min(request.length(), at + 1), piece);
                    default -> request.delete(at, Math.min(request.length(), at + random.nextInt(1, 6)));
                }
            }
            result.add(request.toString());
        }
        return result;
    }

    /** A request as it can stand in the list. */
    public static String printed(String request) {
        StringBuilder result = new StringBuilder();
        for (char c : request.replace("\r\n", "~").toCharArray()) {
            result.append(c < ' ' || c >= 0x7f ? "\\x%02x".formatted((int) c) : String.valueOf(c));
        }
        return result.toString();
    }

    private static String bytes(String line) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (line.startsWith("\\x", i)) {
                result.append((char) Integer.parseInt(line.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                result.append(line.charAt(i) == '~' ? "\r\n" : String.valueOf(line.charAt(i)));
            }
        }
        return result.toString();
    }
}
