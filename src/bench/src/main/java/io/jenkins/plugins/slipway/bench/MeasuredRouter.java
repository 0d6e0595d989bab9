package io.jenkins.plugins.slipway.bench;

import io.jenkins.plugins.slipway.host.router.ListeningSocket;
import io.jenkins.plugins.slipway.host.router.Router.HoldRule;
import io.jenkins.plugins.slipway.host.router.RouterOptions;
import io.jenkins.plugins.slipway.host.router.Routes;
import io.jenkins.plugins.slipway.host.router.tls.CertificateList;
import io.jenkins.plugins.slipway.host.router.traffic.NettyRouter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A router in a process of its own, with the options that it has on a host, and what it is asked. */
record MeasuredRouter(Process process, int port, BufferedReader answers) {
    private static final int PARKED = 10_000;

    static MeasuredRouter start(int application) throws IOException {
        return start(List.of(Integer.toString(application)));
    }

    /** With a log of requests in the folder, and encrypted connections. */
    static MeasuredRouter start(int application, Path folder, int secure, KeyPair pair) throws IOException {
        Path list = folder.resolve("certificates.json");
        new CertificateList(
                        secure,
                        Map.of(
                                KeyPair.NAME,
                                new CertificateList.PemPair(
                                        pair.certificate().toString(),
                                        pair.key().toString())))
                .write(list);
        return start(List.of(Integer.toString(application), folder.toString(), list.toString()));
    }

    private static MeasuredRouter start(List<String> arguments) throws IOException {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xss512k", ListeningSocket.OPTION));
        argv.addAll(RouterOptions.MEMORY);
        argv.addAll(List.of("-cp", System.getProperty("java.class.path"), MeasuredRouter.class.getName()));
        argv.addAll(arguments);
        Process process = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader answers =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new MeasuredRouter(process, Integer.parseInt(answers.readLine()), answers);
    }

    String ask(String what) throws IOException {
        process.getOutputStream().write((what + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return answers.readLine();
    }

    /** The process itself: its port first, then an answer to each line. */
    public static void main(String[] args) throws Exception {
        RouterOptions options = args.length == 1
                ? RouterOptions.PLAIN
                : new RouterOptions(Path.of(args[1]), Path.of(args[2]), Set.of());
        try (NettyRouter router = NettyRouter.listen("127.0.0.1", 0, options);
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            router.announce("bench", Set.of("127.0.0.1"));
            router.serve(
                    "bench",
                    new Routes(List.of(new Routes.Route(
                            "127.0.0.1", "/", new Routes.Destination.Upstream(Integer.parseInt(args[0]))))));
            System.out.println(router.port());
            String line = lines.readLine();
            while (line != null) {
                if (line.equals("hold")) {
                    router.hold("bench", new HoldRule(false, Duration.ofMinutes(5), PARKED));
                }
                System.out.println(router.traffic("bench").waiting());
                line = lines.readLine();
            }
        }
    }
}
