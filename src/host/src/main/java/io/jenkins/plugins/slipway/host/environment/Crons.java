package io.jenkins.plugins.slipway.host.environment;

import io.jenkins.plugins.slipway.engine.LifecycleFailedException;
import io.jenkins.plugins.slipway.engine.config.ApplicationConfig;
import io.jenkins.plugins.slipway.engine.process.Cancellation;
import io.jenkins.plugins.slipway.host.cron.CronSchedule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * The commands on a schedule of one live release, times in their application's zone, UTC unless it has one. One that still runs when it is due again is left to run; that turn
 * is skipped and said in its log. All of them end with the release.
 */
final class Crons {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    private final Tools tools;
    private final Layout layout;
    private final Installation installation;
    private final Cancellation ending = new Cancellation();
    private final List<Future<?>> due = new ArrayList<>();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private boolean begun;

    Crons(Tools tools, Layout layout, Installation installation) {
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
            application.crons().forEach((name, cron) -> plan(new Job(application, name, cron)));
        }
    }

    /** Ends what runs, and waits for it. */
    void end() {
        List<CompletableFuture<Void>> last;
        synchronized (this) {
            begun = true;
            due.forEach(future -> future.cancel(false));
            last = List.copyOf(running);
        }
        ending.cancel();
        last.forEach(CompletableFuture::join);
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
        if (ending.isCancelled()) {
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
        if (ending.isCancelled()) {
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
        if (ending.isCancelled()) {
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
        try (OutputStream log =
                Files.newOutputStream(layout.log(job.log()), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            say(job, "begins");
            new Scripts(tools, layout)
                    .run(
                            installation,
                            job.application,
                            "crons." + job.name,
                            job.cron.start(),
                            job.variables(),
                            log::write,
                            ending,
                            timeout(job));
            say(job, "has ended");
        } catch (LifecycleFailedException | IOException e) {
            say(job, "failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration timeout(Job job) {
        long seconds = job.application
                .section()
                .path("crons")
                .path(job.name)
                .path("timeout")
                .asLong(LONGEST.toSeconds());
        return Duration.ofSeconds(Math.max(1, seconds));
    }

    private void say(Job job, String what) {
        String line = tools.clock().instant() + " cron " + job.name + " " + what + "\n";
        try {
            Files.createDirectories(layout.log(job.log()).toAbsolutePath().getParent());
            Files.write(
                    layout.log(job.log()),
                    line.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.err.print(line + " (its log cannot be written: " + e.getMessage() + ")\n");
        }
    }
}
