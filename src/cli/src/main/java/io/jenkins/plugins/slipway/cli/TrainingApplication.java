package io.jenkins.plugins.slipway.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers every request until it is ended: what {@link ClassDataTraining} deploys. */
final class TrainingApplication {
    private TrainingApplication() {}

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "0"));
        try (ServerSocket server = new ServerSocket(port, 0, InetAddress.getLoopbackAddress())) {
            while (true) {
                try (Socket socket = server.accept()) {
                    answer(socket);
                }
            }
        }
    }

    private static void answer(Socket socket) throws IOException {
        BufferedReader request = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        for (String line = request.readLine(); line != null && !line.isEmpty(); ) {
            line = request.readLine();
        }
        socket.getOutputStream()
                .write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok".getBytes(US_ASCII));
    }
}
