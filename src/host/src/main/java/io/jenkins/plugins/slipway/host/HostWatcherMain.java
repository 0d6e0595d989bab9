package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.daemon.Watcher;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The watcher's own program, started by the daemon. Ends at once if another one watches. */
public final class HostWatcherMain {
    private HostWatcherMain() {}

    /** Takes {@code --home PATH}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        HostHome home = new HostHome(Path.of(new Arguments(args).required("--home")));
        try (FileChannel channel =
                        PrivateFiles.open(home.watcherLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                new Watcher(home, DaemonCommand.starter(home, System.getenv())).watch(Cancellation.never());
            }
        }
    }
}
