package io.jenkins.plugins.slipway.host;

import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.engine.process.Secrets;
import io.jenkins.plugins.slipway.engine.target.Capabilities;
import io.jenkins.plugins.slipway.engine.target.DataPort;
import io.jenkins.plugins.slipway.engine.target.Lock;
import io.jenkins.plugins.slipway.engine.target.LogPort;
import io.jenkins.plugins.slipway.engine.target.MachinePlan;
import io.jenkins.plugins.slipway.engine.target.PlanRequest;
import io.jenkins.plugins.slipway.engine.target.PlannedStep;
import io.jenkins.plugins.slipway.engine.target.SecretPort;
import io.jenkins.plugins.slipway.engine.target.Target;
import io.jenkins.plugins.slipway.host.control.ControlClient;
import io.jenkins.plugins.slipway.host.control.EnvironmentRequest;
import io.jenkins.plugins.slipway.host.control.Event;
import io.jenkins.plugins.slipway.host.control.LockedRequest;
import io.jenkins.plugins.slipway.host.daemon.Starter;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The environments on this machine, reached through the host daemon, which is started when it is needed. */
public final class LocalTarget implements Target, SecretPort {
    /** How often a question is asked anew when the daemon ends before it answers. */
    private static final int MOST_DAEMONS = 5;

    private final HostHome home;
    private final Starter starter;
    private final Secrets secrets;

    private LocalTarget(HostHome home, Starter starter, Secrets secrets) {
        this.home = home;
        this.starter = starter;
        this.secrets = secrets;
    }

    /**
     * Nothing is started yet.
     *
     * @param home the state home
     */
    public static LocalTarget open(Path home) {
        return open(home, System.getenv());
    }

    /**
     * @param surroundings the environment of whoever starts the daemon; only what finds programs is passed on to it
     */
    public static LocalTarget open(Path home, Map<String, String> surroundings) {
        HostHome hostHome = new HostHome(home);
        return new LocalTarget(hostHome, DaemonCommand.starter(hostHome, surroundings), Secrets.none());
    }

    /** The daemon keeps them while it holds the lock. */
    @Override
    public LocalTarget entrusting(Secrets others) {
        return new LocalTarget(home, starter, others);
    }

    @Override
    public Optional<SecretPort> secrets() {
        return Optional.of(this);
    }

    @Override
    public Optional<DataPort> data(String project, String environment) {
        return Optional.of(new BackupControl(home, starter, project, environment));
    }

    @Override
    public Optional<LogPort> logs(String project, String environment) {
        return Optional.of(
                new ProcessLogs(home.environment(project, environment).resolve("logs")));
    }

    @Override
    public Capabilities capabilities(String project, String environment) {
        return Capabilities.HOST;
    }

    @Override
    public List<PlannedStep> plan(PlanRequest request) {
        return MachinePlan.of(request);
    }

    @Override
    public Optional<Live> inspect(String project, String environment) {
        return inspect(project, environment, false);
    }

    /** What is live once it is known what became of a deployment whose daemon ended. */
    Optional<Live> outcome(String project, String environment) {
        return inspect(project, environment, true);
    }

    private Optional<Live> inspect(String project, String environment, boolean settled) {
        if (!Files.exists(home.environment(project, environment).resolve("state.json"))) {
            return Optional.empty();
        }
        try {
            for (int left = MOST_DAEMONS; ; left--) {
                try (ControlClient client = starter.connect(null, null)) {
                    return client.call(new EnvironmentRequest.Inspect(project, environment, settled));
                } catch (IOException e) {
                    if (left == 0) {
                        throw new RefusedException(
                                "the host daemon ended before it answered; its log is " + home.log(), e);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("asking the host daemon was interrupted", e);
        }
    }

    @Override
    public Lock lock(LockRequest request, WaitListener listener, Cancellation cancellation)
            throws InterruptedException {
        Cancellation given = new Cancellation();
        AtomicBoolean outOfTime = new AtomicBoolean();
        AtomicReference<String> holder = new AtomicReference<>("somebody");
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Cancellation.Registration registration = cancellation.onCancel(given::cancel)) {
            timer.schedule(
                    () -> {
                        outOfTime.set(true);
                        given.cancel();
                    },
                    request.timeout().toMillis(),
                    TimeUnit.MILLISECONDS);
            return lockPatiently(
                    request,
                    name -> {
                        holder.set(name);
                        listener.waitingFor(name);
                    },
                    given);
        } catch (RefusedException e) {
            throw outOfTime.get()
                    ? new RefusedException("‘" + request.environment() + "’ is still locked by " + holder.get()
                            + " after " + request.timeout().toSeconds() + " s. Deploy again when that has ended")
                    : e;
        } finally {
            timer.shutdownNow();
        }
    }

    /** Who waits when the daemon ends goes on waiting at the next one. */
    private Lock lockPatiently(LockRequest request, WaitListener listener, Cancellation given)
            throws InterruptedException {
        Optional<ControlClient> client = Optional.of(starter.connect(null, null));
        while (client.isPresent()) {
            try {
                return lock(client.get(), request, listener, given);
            } catch (IOException e) {
                // One that was stopped on purpose is not started again.
                client = given.isCancelled() ? Optional.empty() : starter.find();
            }
        }
        throw new RefusedException("the host daemon ended while this waited for the lock; its log is " + home.log());
    }

    private Lock lock(ControlClient client, LockRequest request, WaitListener listener, Cancellation given)
            throws IOException, InterruptedException {
        try {
            Live live = client.call(
                    new LockedRequest.Take(
                            request.project(), request.environment(), request.holder(), request.policy()),
                    event -> {
                        if (event instanceof Event.Waiting waiting) {
                            listener.waitingFor(waiting.holder());
                        }
                    },
                    given);
            return new LocalLock(this, client, request, secrets, live);
        } catch (IOException | RuntimeException | InterruptedException e) {
            client.close();
            throw e;
        }
    }
}
