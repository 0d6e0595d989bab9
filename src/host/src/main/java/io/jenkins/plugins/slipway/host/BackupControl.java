package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.OutputSink;
import io.jenkins.plugins.slipway.engine.target.Backup;
import io.jenkins.plugins.slipway.engine.target.DataPort;
import io.jenkins.plugins.slipway.host.control.ControlClient;
import io.jenkins.plugins.slipway.host.control.EnvironmentRequest;
import io.jenkins.plugins.slipway.host.control.Event;
import io.jenkins.plugins.slipway.host.control.LockedRequest;
import io.jenkins.plugins.slipway.host.daemon.Starter;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the daemon of a state home to save data and to load it; starts it if need be. */
public final class BackupControl implements DataPort {
    private final HostHome home;
    private final Starter starter;
    private final String project;
    private final String environment;

    BackupControl(HostHome home, Starter starter, String project, String environment) {
        this.home = home;
        this.starter = starter;
        this.project = project;
        this.environment = environment;
    }

    /**
     * @param home the state home
     * @param surroundings the environment of whoever starts the daemon
     */
    public static BackupControl of(Path home, Map<String, String> surroundings, String project, String environment) {
        HostHome hostHome = new HostHome(home);
        return new BackupControl(hostHome, DaemonCommand.starter(hostHome, surroundings), project, environment);
    }

    @Override
    public List<Backup> list() throws InterruptedException {
        try (ControlClient client = starter.connect(null, null)) {
            return client.call(new EnvironmentRequest.Backups(project, environment));
        } catch (IOException e) {
            throw ended(e);
        }
    }

    @Override
    public Backup create(String holder, OutputSink log, Cancellation cancellation) throws InterruptedException {
        return locked(holder, new LockedRequest.CreateBackup(), log, cancellation);
    }

    @Override
    public Optional<Backup> restore(String id, String holder, OutputSink log, Cancellation cancellation)
            throws InterruptedException {
        return locked(holder, new LockedRequest.RestoreBackup(id), log, cancellation);
    }

    private <A> A locked(String holder, LockedRequest<A> request, OutputSink log, Cancellation cancellation)
            throws InterruptedException {
        try (ControlClient client = starter.connect(null, null)) {
            client.call(
                    new LockedRequest.Take(project, environment, holder, Wait.QUEUE),
                    event -> {
                        if (event instanceof Event.Waiting waiting) {
                            say(log, "waiting for " + waiting.holder());
                        }
                    },
                    cancellation);
            return client.call(request, Event.into(log), cancellation);
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private static void say(OutputSink log, String line) {
        try {
            log.say(line);
        } catch (UncheckedIOException e) {
            // Nobody listens; what was asked for goes on.
            return;
        }
    }

    private RefusedException ended(IOException cause) {
        return new RefusedException("the host daemon ended before it answered; its log is " + home.log(), cause);
    }
}
