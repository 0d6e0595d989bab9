package io.jenkins.plugins.slipway.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A plain HTTP client: sets the host header that it likes, and shows what came. */
public final class Client {
    private final int port;
    private final String host;

    public Client(int port, String host) {
        this.port = port;
        this.host = host;
    }

    /** What came back; status 0 if the connection broke. */
    public record Answer(int status, String body) {}

    public Answer get(String path) {
        return send("GET", path, "");
    }

    public Answer send(String method, String path, String body) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(120_000);
            String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
            String request = method + " " + path + " HTTP/1.1\r\nHost: " + host + ":" + port
                    + "\r\nConnection: close\r\n" + length + "\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder all = new StringBuilder();
            char[] buffer = new char[8192];
            int read = reader.read(buffer);
            while (read >= 0) {
                all.append(buffer, 0, read);
                read = reader.read(buffer);
            }
            String text = all.toString();
            if (text.isEmpty()) {
                return new Answer(0, "");
            }
            int status = Integer.parseInt(text.split(" ", 3)[1]);
            return new Answer(status, text.substring(text.indexOf("\r\n\r\n") + 4));
        } catch (IOException e) {
            return new Answer(0, e.toString());
        }
    }
}
