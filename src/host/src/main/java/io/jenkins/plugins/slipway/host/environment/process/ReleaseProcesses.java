package io.jenkins.plugins.slipway.host.environment.process;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.HealthConfig;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.LogTail;
import io.jenkins.plugins.slipway.host.environment.state.PhaseLog;
import io.jenkins.plugins.slipway.host.environment.state.Role;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import io.jenkins.plugins.slipway.host.router.Routes.Backend;
import io.jenkins.plugins.slipway.host.supervisor.Launch;
import io.jenkins.plugins.slipway.host.supervisor.ProcessIdentity;
import io.jenkins.plugins.slipway.host.supervisor.Supervised;
import io.jenkins.plugins.slipway.host.supervisor.TaggedProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The long-running processes of one installed release. */
public final class ReleaseProcesses {
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final SharedResources tools;
    private final Layout layout;
    private final Installation installation;
    private final Consumer<Map<String, ProcessIdentity>> changed;
    private final Map<String, Supervised> running = new LinkedHashMap<>();
    private final Map<String, Long> logStarts = new LinkedHashMap<>();
    private Crons crons;

    /**
     * @param changed told each time a process has been started, with all identities; called with no lock held
     */
    public ReleaseProcesses(
            SharedResources tools,
            Layout layout,
            Installation installation,
            Consumer<Map<String, ProcessIdentity>> changed) {
        this.tools = tools;
        this.layout = layout;
        this.installation = installation;
        this.changed = changed;
        this.crons = new Crons(tools, layout, installation);
        installation.ports().values().forEach(tools.ports()::keep);
    }

    /** Starts everything of a release that was never started before. */
    public void startFirst(PhaseLog log) {
        for (Launch launch : new Commands(tools, layout, installation).processes()) {
            start(launch, log);
        }
    }

    /** Takes over what an earlier daemon left running, and starts what does not run. */
    public void start(PhaseLog log) throws InterruptedException {
        for (Launch launch : new Commands(tools, layout, installation).processes()) {
            Supervised known = get(launch.name());
            if (known != null && known.alive()) {
                continue;
            }
            ProcessIdentity identity = installation.processes().get(launch.name());
            if (known == null && identity != null && identity.alive()) {
                synchronized (running) {
                    running.put(launch.name(), tools.supervisor().adopt(launch, identity, again -> changed()));
                }
                log.say("took over " + launch.name() + " (process " + identity.pid() + ")");
            } else {
                // One may run that was started just before the earlier daemon could write it down.
                TaggedProcesses.endExactly(launch.tag(), Duration.ZERO);
                start(launch, log);
            }
        }
    }

    /** Whether every process that an earlier daemon started still runs. */
    public boolean allRun() {
        return new Commands(tools, layout, installation)
                .processes().stream()
                        .map(launch -> installation.processes().get(launch.name()))
                        .allMatch(identity -> identity != null && identity.alive());
    }

    public void keepUp() {
        synchronized (running) {
            running.values().forEach(Supervised::keepUp);
        }
        crons().begin();
    }

    /** Ends all processes of the release, and whatever they started. */
    public void end(Duration grace) throws InterruptedException {
        String ours = layout.tag(installation.spec().token());
        end(tag -> tag.startsWith(ours), grace);
    }

    /** Ends all processes of the release, and all with a tag that passes. */
    public void end(Predicate<String> tag, Duration grace) throws InterruptedException {
        endCrons();
        Map<String, Supervised> all = identitiesOf();
        for (Supervised process : all.values()) {
            process.release();
        }
        if (!TaggedProcesses.end(tag, all.values(), grace)) {
            throw new LifecycleFailedException("processes of release "
                    + installation.spec().release() + " in ‘" + layout.environment()
                    + "’ cannot be ended. ‘ps -ef’ shows them; end them by hand, then deploy again");
        }
        synchronized (running) {
            running.clear();
        }
    }

    /** Leaves everything running for another daemon. */
    public void release() {
        endCrons();
        identitiesOf().values().forEach(Supervised::release);
    }

    /**
     * Waits until every application answers as its configuration says.
     *
     * @throws LifecycleFailedException as soon as a process ends, or when the time is up
     */
    public void awaitHealthy(PhaseLog log, Cancellation cancellation) throws InterruptedException {
        awaitEach(role -> health(role.application().name()), log, cancellation);
    }

    /**
     * Waits until every application answers as it has to before deploy hooks run.
     *
     * @throws LifecycleFailedException as soon as a process ends, or when the time is up
     */
    public void awaitAnswers(PhaseLog log, Cancellation cancellation) throws InterruptedException {
        awaitEach(role -> beforeHooks(role.application()), log, cancellation);
    }

    /**
     * After deploy hooks, waits for those applications that only had to answer before.
     *
     * @return whether there are any
     */
    public boolean awaitProof(PhaseLog log, Cancellation cancellation) throws InterruptedException {
        return awaitEach(
                role -> {
                    HealthConfig config = health(role.application().name());
                    return config.equals(beforeHooks(role.application())) ? null : config;
                },
                log,
                cancellation);
    }

    /** @param proof what a role has to answer; null for one that is not asked */
    private boolean awaitEach(Function<Role, @Nullable HealthConfig> proof, PhaseLog log, Cancellation cancellation)
            throws InterruptedException {
        boolean any = false;
        for (Role role : installation.roles()) {
            HealthConfig config = proof.apply(role);
            Supervised process = get(role.process());
            if (process != null && config != null) {
                any = true;
                awaitHealthy(role, process, config, log, cancellation);
            }
        }
        return any;
    }

    private HealthConfig beforeHooks(ApplicationConfig application) {
        return HealthConfig.beforeHooks(
                application, installation.spec().config().health().get(application.name()));
    }

    /** Asks every instance of every application once; throws if one does not answer as it should. */
    void check() throws InterruptedException {
        for (Role role : installation.roles()) {
            Backend backend = installation.backend(layout, role);
            if (backend != null) {
                HealthConfig config = health(role.application().name());
                String answer = HealthProbe.ask(backend, config);
                if (!answer.isEmpty()) {
                    throw new LifecycleFailedException("application ‘" + role.process() + "’ did not answer GET "
                            + config.path() + " " + HealthProbe.place(backend) + " with "
                            + HealthProbe.expectation(config) + ": " + answer);
                }
            }
        }
    }

    /** {@code healthy}, {@code starting}, {@code failing} or {@code stopped}. */
    public String health() {
        Map<String, Supervised> all = identitiesOf();
        if (all.isEmpty()) {
            return installation.roles().isEmpty() ? "healthy" : "stopped";
        }
        if (all.values().stream().allMatch(Supervised::alive)) {
            return "healthy";
        }
        return "failing";
    }

    private void awaitHealthy(
            Role role, Supervised process, HealthConfig config, PhaseLog log, Cancellation cancellation)
            throws InterruptedException {
        Launch launch = process.launch();
        Backend backend = installation.backend(layout, role);
        CompletableFuture<String> ended = process.ended();
        long begun = System.nanoTime();
        String answer = "nothing listens there";
        do {
            if (ended.isDone()) {
                throw died(launch, ended.join());
            }
            if (cancellation.isCancelled()) {
                throw new LifecycleFailedException("the wait for ‘" + launch.name() + "’ was cancelled");
            }
            answer = backend == null ? "" : HealthProbe.ask(backend, config);
            if (answer.isEmpty()) {
                log.say(launch.name()
                        + (backend == null
                                ? " runs"
                                : " answers "
                                        + (backend.socket() == null
                                                ? "on port " + backend.port()
                                                : HealthProbe.place(backend))));
                return;
            }
            pause(ended, soon(System.nanoTime() - begun, config.interval()));
        } while (System.nanoTime() - begun < config.timeout().toNanos());
        throw new LifecycleFailedException("application ‘" + launch.name() + "’ did not answer GET " + config.path()
                + (backend == null ? "" : " " + HealthProbe.place(backend)) + " with " + HealthProbe.expectation(config)
                + " within " + seconds(config.timeout()) + ": " + answer + ". It has to listen on the "
                + (backend != null && backend.socket() != null ? "socket in $SOCKET" : "port in $PORT") + tail(launch));
    }

    /** Requests wait for the answer: an application that starts quickly is asked often, a slow one ever less often. */
    private static Duration soon(long sinceNanos, Duration interval) {
        long nanos = Math.max(SHORTEST_NANOS, sinceNanos / 10);
        return nanos < interval.toNanos() ? Duration.ofNanos(nanos) : interval;
    }

    private LifecycleFailedException died(Launch launch, String how) {
        return new LifecycleFailedException("‘" + launch.name() + "’ " + how + " before it answered" + tail(launch));
    }

    private void start(Launch launch, PhaseLog log) {
        try {
            synchronized (running) {
                logStarts.put(launch.name(), LogTail.position(launch.log()));
                running.put(launch.name(), tools.supervisor().start(launch, again -> changed()));
            }
            log.say("started " + launch.name());
        } catch (IOException e) {
            throw new LifecycleFailedException("‘" + launch.name() + "’ cannot be started: " + e.getMessage(), e);
        }
        changed();
    }

    private void changed() {
        Map<String, ProcessIdentity> identities = new LinkedHashMap<>();
        identitiesOf().forEach((name, process) -> identities.put(name, process.identity()));
        changed.accept(identities);
    }

    private synchronized Crons crons() {
        return crons;
    }

    /** They begin anew if the release is brought back. */
    private void endCrons() {
        crons().end();
        synchronized (this) {
            crons = new Crons(tools, layout, installation);
        }
    }

    private Map<String, Supervised> identitiesOf() {
        synchronized (running) {
            return new LinkedHashMap<>(running);
        }
    }

    private @Nullable Supervised get(String name) {
        synchronized (running) {
            return running.get(name);
        }
    }

    private HealthConfig health(String application) {
        return installation.spec().config().health().getOrDefault(application, HealthConfig.DEFAULT);
    }

    private String tail(Launch launch) {
        Long start;
        synchronized (running) {
            start = logStarts.get(launch.name());
        }
        Path log = launch.log();
        return start == null ? "" : LogTail.since(log, start);
    }

    /** Until the process ends or the interval is over. */
    private static void pause(CompletableFuture<String> ended, Duration interval) throws InterruptedException {
        try {
            ended.get(interval.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
