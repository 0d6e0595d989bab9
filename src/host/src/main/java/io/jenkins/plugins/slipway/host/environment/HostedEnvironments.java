package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.Names;
import io.jenkins.plugins.slipway.engine.RefusedException;
import io.jenkins.plugins.slipway.engine.config.EnvironmentConfig.Wait;
import io.jenkins.plugins.slipway.engine.config.ProjectNames;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import io.jenkins.plugins.slipway.host.lease.EnvironmentLock.Ticket;
import io.jenkins.plugins.slipway.host.name.HostName;
import io.jenkins.plugins.slipway.host.name.NameRegistry;
import io.jenkins.plugins.slipway.host.supervisor.Cgroups;
import io.jenkins.plugins.slipway.host.supervisor.LogRotation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** All environments of one daemon. */
public final class HostedEnvironments {
    private final SharedResources tools;
    private final Map<String, HostedEnvironment> byKey = new TreeMap<>();

    public HostedEnvironments(SharedResources tools) {
        this.tools = tools;
    }

    /** The environment, new if it was never seen. */
    public synchronized HostedEnvironment get(String project, String environment) {
        ProjectNames.requirePlain(project, "a project");
        ProjectNames.requirePlain(environment, "an environment");
        return byKey.computeIfAbsent(
                project + "/" + environment,
                key -> new HostedEnvironment(
                        tools,
                        new Layout(tools.home(), project, environment),
                        other -> find(project, other).map(HostedEnvironment::runtime)));
    }

    public synchronized Optional<HostedEnvironment> find(String project, String environment) {
        return Optional.ofNullable(byKey.get(project + "/" + environment));
    }

    public synchronized List<HostedEnvironment> all() {
        return List.copyOf(byKey.values());
    }

    /**
     * Takes over every environment that an earlier daemon left, all at the same time. When this returns the router knows all of
     * them, and what was cut off is locked.
     *
     * @return completes when all have been taken over
     */
    public CompletableFuture<Void> recover(Executor executor) throws IOException {
        List<HostedEnvironment> all = known();
        HostNameClaims.takeOver(
                tools.names(), all.stream().map(HostedEnvironment::runtime).toList());
        all.forEach(HostedEnvironment::announce);
        return CompletableFuture.allOf(
                all.stream().map(environment -> environment.recover(executor)).toArray(CompletableFuture<?>[]::new));
    }

    /**
     * Waits until no deployment is under way, and lets none begin after that.
     *
     * @throws RefusedException if the wait is cancelled
     */
    public void quiesce(Cancellation cancellation) throws InterruptedException {
        Map<HostedEnvironment, Ticket> tickets = new LinkedHashMap<>();
        all().forEach(environment -> tickets.put(
                environment, environment.lock("the host, which is being upgraded", Wait.QUEUE, holder -> {})));
        try (Cancellation.Registration registration = cancellation.onCancel(() -> giveBack(tickets))) {
            for (Ticket ticket : tickets.values()) {
                ticket.granted().get();
            }
        } catch (ExecutionException e) {
            giveBack(tickets);
            throw new RefusedException("the upgrade was abandoned while a deployment was under way", e);
        }
    }

    private static void giveBack(Map<HostedEnvironment, Ticket> tickets) {
        tickets.forEach(HostedEnvironment::unlock);
    }

    /** Which environment holds which host name. */
    public List<NameRegistry.Holding> names() {
        return tools.names().all();
    }

    /**
     * Gives a name back in its holder's place, which does not answer there any more.
     *
     * @throws BadInputException if nobody holds it
     */
    public NameRegistry.Holding releaseName(String written) {
        NameRegistry.Holding holding = tools.names().release(HostName.canonical(written));
        find(holding.project(), holding.environment()).ifPresent(HostedEnvironment::announceAgain);
        return holding;
    }

    /** Keeps the logs of all environments from filling the disk. */
    public void rotateLogs() {
        Cgroups.sweep();
        for (HostedEnvironment environment : all()) {
            Path logs = tools.home()
                    .environment(environment.project(), environment.name())
                    .resolve("logs");
            try {
                LogRotation.USUAL.rotate(logs);
            } catch (IOException e) {
                System.err.println("the logs in " + logs + " were not rotated: " + e);
            }
        }
    }

    /** Leaves all processes to another daemon, or ends them. */
    public void close(boolean endProcesses) throws InterruptedException {
        for (HostedEnvironment environment : all()) {
            environment.close(endProcesses);
        }
    }

    private List<HostedEnvironment> known() throws IOException {
        List<HostedEnvironment> result = new ArrayList<>();
        for (Path project : folders(tools.home().environments())) {
            for (Path environment : folders(project)) {
                // What somebody put there by hand under another name is nobody's environment.
                if (Names.isPlain(project.getFileName().toString())
                        && Names.isPlain(environment.getFileName().toString())
                        && Files.exists(environment.resolve("state.json"))) {
                    result.add(get(
                            project.getFileName().toString(),
                            environment.getFileName().toString()));
                }
            }
        }
        return result;
    }

    private static List<Path> folders(Path parent) throws IOException {
        List<Path> result = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
                entries.forEach(result::add);
            }
        }
        return result;
    }
}
