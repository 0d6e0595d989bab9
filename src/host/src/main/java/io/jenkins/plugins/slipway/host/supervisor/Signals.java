package io.jenkins.plugins.slipway.host.supervisor;

import io.jenkins.plugins.slipway.engine.process.Programs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Signals that Java cannot send. */
final class Signals {
    private Signals() {}

    /** Sends a signal to the first process that is not the guard of a sandbox. Returns whether there was one. */
    static boolean toMain(ProcessIdentity root, String signal) throws InterruptedException {
        Optional<ProcessHandle> main = root.handle().flatMap(Signals::main);
        return main.isPresent() && send(signal, List.of(main.get().pid()));
    }

    /** Returns whether all of them could be sent. */
    static boolean send(String signal, Collection<Long> pids) throws InterruptedException {
        if (pids.isEmpty()) {
            return true;
        }
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", "kill -s \"$@\"", "kill", signal));
        pids.forEach(pid -> argv.add(Long.toString(pid)));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            Programs.alone(builder);
            Process process = builder.start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<ProcessHandle> main(ProcessHandle handle) {
        boolean guard = ProcFile.stat(handle.pid())
                .filter(stat -> stat.command().equals("bwrap"))
                .isPresent();
        if (!guard) {
            return Optional.of(handle);
        }
        return handle.children().flatMap(child -> main(child).stream()).findFirst();
    }
}
