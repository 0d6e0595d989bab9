package io.jenkins.plugins.slipway.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * What an address of an environment answered. The request goes to this machine with the host's name in its header, as names
 * below {@code localhost} are not known to every resolver.
 */
public record Answer(int status, List<String> headers, String body) {
    private static final int PATIENCE_MILLIS = 120_000;

    public static Answer get(String url) throws IOException {
        return ask("GET", url, "");
    }

    public static Answer post(String url, String form) throws IOException {
        return ask("POST", url, form);
    }

    private static Answer ask(String method, String url, String form) throws IOException {
        URI uri = URI.create(url);
        String path = (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] body = form.getBytes(UTF_8);
            String head = method + " " + path + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nConnection: close\r\n"
                    + (body.length == 0
                            ? ""
                            : "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length
                                    + "\r\n")
                    + "\r\n";
            socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            String text = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int end = text.indexOf("\r\n\r\n");
            List<String> lines = text.substring(0, end).lines().toList();
            return new Answer(
                    Integer.parseInt(lines.get(0).split(" ")[1]),
                    lines.subList(1, lines.size()),
                    text.substring(end + 4));
        }
    }

    /** The value of a header; empty if it is not there. */
    public String header(String name) {
        String begin = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
                .map(line -> line.substring(begin.length()).strip())
                .findFirst()
                .orElse("");
    }
}
