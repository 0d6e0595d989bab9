package io.jenkins.plugins.slipway.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An application that answers a request only when all of it has come. */
final class WholeRequests implements AutoCloseable {
    private static final String MARK = "the application answers";
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length:[ \t]*([0-9]{1,9})[ \t]*\r$");

    private final ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    WholeRequests() throws IOException {
        threads.execute(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    threads.execute(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many answers of such an application are in what a proxy said. */
    static int answers(String text) {
        return text.split(MARK, -1).length - 1;
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private static void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                String head = until(in, "\r\n\r\n");
                Matcher length = LENGTH.matcher(head);
                if (head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding:")) {
                    int size = Integer.parseInt(until(in, "\r\n").strip(), 16);
                    while (size > 0) {
                        in.skipNBytes(size + 2L);
                        size = Integer.parseInt(until(in, "\r\n").strip(), 16);
                    }
                    in.skipNBytes(2);
                } else if (length.find()) {
                    in.skipNBytes(Long.parseLong(length.group(1)));
                }
                boolean toHead = head.startsWith("HEAD ");
                String answer =
                        "HTTP/1.1 200 OK\r\nX-Mark: " + MARK + "\r\nContent-Length: " + (toHead ? 2 : 0) + "\r\n\r\n";
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException | NumberFormatException e) {
            // It ended, or what came is no whole request: there is no answer.
            return;
        }
    }

    private static String until(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < end.length()
                || !text.substring(text.length() - end.length()).equals(end)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended");
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
