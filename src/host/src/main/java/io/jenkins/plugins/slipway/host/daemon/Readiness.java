package io.jenkins.plugins.slipway.host.daemon;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Tells a systemd that waits for it that the host serves (sd_notify(3)), by systemd's own program. */
public final class Readiness {
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final int PATIENCE_SECONDS = 10;

    private Readiness() {}

    /** @param surroundings the environment of this process; without the variable nobody waits and nothing is done */
    public static void tell(Map<String, String> surroundings) throws InterruptedException {
        String socket = surroundings.get(SOCKET);
        if (socket == null || socket.isEmpty()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(List.of(
                "systemd-notify", "--ready", "--pid=" + ProcessHandle.current().pid()));
        builder.environment().put(SOCKET, socket);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                System.err.println("systemd was not told that the host is ready");
            }
        } catch (IOException e) {
            System.err.println("systemd was not told that the host is ready: " + e.getMessage());
        }
    }
}
