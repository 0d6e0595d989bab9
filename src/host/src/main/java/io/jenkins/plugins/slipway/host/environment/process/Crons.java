package io.jenkins.plugins.slipway.host.environment.process;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.PrivateFiles;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.config.CronSchedule;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.environment.state.Installation;
import io.jenkins.plugins.slipway.host.environment.state.Layout;
import io.jenkins.plugins.slipway.host.environment.state.SharedResources;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The commands on a schedule of one live release, times in their application's zone, UTC unless it has one. One that still runs when it is due again is left to run; that turn
 * is skipped and said in its log. All of them end with the release.
 */
final class Crons {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    private final SharedResources tools;
    private final Layout layout;
    private final Installation installation;
    private final Cancellation ending = new Cancellation();
    private final List<Future<?>> due = new ArrayList<>();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();
    private boolean begun;
    private boolean stopping;

    Crons(SharedResources tools, Layout layout, Installation installation) {
        this.tools = tools;
        this.layout = layout;
        this.installation = installation;
    }

    synchronized void begin() {
        if (begun) {
            return;
        }
        begun = true;
        for (ApplicationConfig application : installation.applications()) {
            application.crons().forEach((name, cron) -> {
                Job job = new Job(application, name, cron);
                jobs.add(job);
                plan(job);
            });
        }
    }

    /** Ends what runs, and waits for it. What has a command to end it gets the chance to end by itself first. */
    void end() {
        List<CompletableFuture<Void>> last;
        List<Job> asked;
        synchronized (this) {
            begun = true;
            stopping = true;
            due.forEach(future -> future.cancel(false));
            last = List.copyOf(running);
            asked = jobs.stream()
                    .filter(job -> !job.last.isDone() && job.cron.stop() != null)
                    .toList();
        }
        CompletableFuture.allOf(asked.stream()
                        .map(job -> CompletableFuture.runAsync(
                                () -> ask(job), tools.supervisor().threads()))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
        ending.cancel();
        last.forEach(CompletableFuture::join);
    }

    /** Runs the command that is to end the job, and waits for the job for as long as it may take. */
    private void ask(Job job) {
        String stop = Objects.requireNonNull(job.cron.stop());
        Duration patience = seconds(job, "shutdown_timeout", SHUTDOWN);
        long deadline = System.nanoTime() + patience.toNanos();
        say(job, "is asked to end");
        try {
            execute(job, stop, Cancellation.never(), patience);
            job.last.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            say(job, "has not ended within " + patience.toSeconds() + " s and is terminated");
        } catch (LifecycleFailedException | IOException | ExecutionException e) {
            say(job, "was not asked to end: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Job {
        private final ApplicationConfig application;
        private final String name;
        private final ApplicationConfig.Cron cron;
        private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

        Job(ApplicationConfig application, String name, ApplicationConfig.Cron cron) {
            this.application = application;
            this.name = name;
            this.cron = cron;
        }

        String log() {
            return application.name() + ".cron." + name;
        }

        ZoneId zone() {
            ZoneId declared = application.timezone();
            return declared == null ? ZoneOffset.UTC : declared;
        }

        Map<String, String> variables() {
            ZoneId declared = application.timezone();
            return declared == null ? Map.of() : Map.of("TZ", declared.getId());
        }
    }

    private synchronized void plan(Job job) {
        if (stopping) {
            return;
        }
        try {
            String key = layout.key() + "/" + job.application.name() + "/" + job.name;
            CronSchedule.of(job.cron.spec(), key).next(now(job.zone())).ifPresent(time -> look(job, time));
        } catch (IllegalArgumentException e) {
            say(job, "is never run: " + e.getMessage());
        }
    }

    /** Looks at the clock often, as it may be set, and stands still with the machine. */
    private synchronized void look(Job job, ZonedDateTime time) {
        Duration left = Duration.between(now(ZoneOffset.UTC), time);
        if (stopping) {
            return;
        }
        if (left.isNegative() || left.isZero()) {
            turn(job);
        } else {
            due.removeIf(Future::isDone);
            due.add(tools.supervisor().after(left.compareTo(LOOK) > 0 ? LOOK : left, () -> look(job, time)));
        }
    }

    private ZonedDateTime now(ZoneId zone) {
        return tools.clock().instant().atZone(zone);
    }

    private synchronized void turn(Job job) {
        if (stopping) {
            return;
        }
        if (job.last.isDone()) {
            running.removeIf(CompletableFuture::isDone);
            job.last = CompletableFuture.runAsync(
                    () -> run(job), tools.supervisor().threads());
            running.add(job.last);
        } else {
            say(job, "is skipped: the last run has not ended");
        }
        plan(job);
    }

    private void run(Job job) {
        say(job, "begins");
        try {
            execute(job, job.cron.start(), ending, seconds(job, "timeout", LONGEST));
            say(job, "has ended");
        } catch (LifecycleFailedException | IOException e) {
            say(job, "failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(Job job, String command, Cancellation cancellation, Duration timeout)
            throws IOException, InterruptedException {
        Path file = layout.log(job.log());
        PrivateFiles.createParent(file.toAbsolutePath());
        try (OutputStream log =
                PrivateFiles.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            new Scripts(tools, layout)
                    .run(
                            installation,
                            job.application,
                            "crons." + job.name,
                            command,
                            job.variables(),
                            log::write,
                            cancellation,
                            timeout);
        }
    }

    private static Duration seconds(Job job, String key, Duration usual) {
        long seconds =
                job.application.section().path("crons").path(job.name).path(key).asLong(usual.toSeconds());
        return Duration.ofSeconds(Math.max(1, seconds));
    }

    private void say(Job job, String what) {
        String line = tools.clock().instant() + " cron " + job.name + " " + what + "\n";
        try {
            PrivateFiles.createParent(layout.log(job.log()).toAbsolutePath());
            PrivateFiles.write(
                    layout.log(job.log()),
                    line.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.print(line + " (its log cannot be written: " + e.getMessage() + ")\n");
        }
    }
}
