package io.jenkins.plugins.slipway.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts other people's servers, and looks at their processes. */
final class Servers {
    private Servers() {}

    /** Bytes of memory that a process and those that it started have now. */
    static long residentOfAll(Process process) throws IOException {
        long result = resident(process.pid());
        for (ProcessHandle child : process.descendants().toList()) {
            result += resident(child.pid());
        }
        return result;
    }

    static long resident(Process process) throws IOException {
        return resident(process.pid());
    }

    private static long resident(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        return 0;
    }

    static Process nginx(Path folder, String server, String more) throws Exception {
        Files.createDirectories(folder);
        Path config = Files.writeString(folder.resolve("nginx.conf"), """
                worker_processes auto; daemon off; worker_rlimit_nofile 20000; pid %1$s/pid; error_log %1$s/error.log;
                events { worker_connections 10200; }
                http { access_log off; keepalive_requests 1000000; client_body_temp_path %1$s/b; proxy_temp_path %1$s/p;
                  fastcgi_temp_path %1$s/f; uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                  %3$s
                  server { %2$s } }
                """.formatted(folder, server, more));
        return start(
                folder,
                List.of(
                        "nginx",
                        "-c",
                        config.toString(),
                        "-e",
                        folder.resolve("error.log").toString()));
    }

    static Process start(Path folder, List<String> argv) throws IOException {
        return new ProcessBuilder(argv)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(argv.get(0) + ".log").toFile()))
                .start();
    }

    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
