package io.jenkins.plugins.slipway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.slipway.host.daemon.Daemon;
import io.jenkins.plugins.slipway.host.daemon.ShutdownMode;
import io.jenkins.plugins.slipway.host.home.HostHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CronsTest {
    @TempDir
    private Path folder;

    @Test
    void a_command_on_a_schedule_runs_with_the_release_once_at_a_time_and_ends_with_it() throws Exception {
        Workshop workshop = new Workshop(folder).withApplication("""
                        crons:
                          tidy:
                            spec: "* * * * *"
                            commands: { start: "echo turn >> data/turns; echo of $PLATFORM_ENVIRONMENT; sleep 600" }
                        """);
        Daemon host = workshop.host(true, thirtyTimesAsFast());
        Path log = new HostHome(workshop.home())
                .environment(Workshop.PROJECT, "production")
                .resolve("logs/app.cron.tidy.log");
        try {
            workshop.deploy(workshop.spec(1, "one"));
            await().until(() -> Files.exists(log) && Files.readString(log).contains("is skipped"));

            workshop.deploy(workshop.spec(2, "two"));

            assertThat(log).content().contains("cron tidy begins", "of production\n", "failed: ‘crons.tidy’");
            assertThat(workshop.data().resolve("turns")).content().startsWith("turn\n");
        } finally {
            host.stop(ShutdownMode.WITH_APPLICATIONS);
        }
    }

    @Test
    void one_that_says_how_it_is_ended_ends_by_itself() throws Exception {
        Workshop workshop = new Workshop(folder).withApplication("""
                        crons:
                          tidy:
                            spec: "* * * * *"
                            commands:
                              start: "until test -e data/enough; do sleep 0.1; done; echo whole > data/work"
                              stop: "touch data/enough"
                        """);
        Daemon host = workshop.host(true, thirtyTimesAsFast());
        Path log = new HostHome(workshop.home())
                .environment(Workshop.PROJECT, "production")
                .resolve("logs/app.cron.tidy.log");
        try {
            workshop.deploy(workshop.spec(1, "one"));
            await().until(() -> Files.exists(log) && Files.readString(log).contains("begins"));

            workshop.deploy(workshop.spec(2, "two"));

            assertThat(log).content().contains("cron tidy is asked to end", "cron tidy has ended");
            assertThat(workshop.data().resolve("work")).hasContent("whole");
        } finally {
            host.stop(ShutdownMode.WITH_APPLICATIONS);
        }
    }

    /** Begins shortly before a minute is full; the next minutes are over soon. */
    private static Clock thirtyTimesAsFast() {
        Clock real = Clock.systemUTC();
        Instant begun = real.instant();
        Instant nearly = begun.truncatedTo(ChronoUnit.MINUTES).plusSeconds(40);
        return new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return real.getZone();
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return nearly.plus(Duration.between(begun, real.instant()).multipliedBy(30));
            }
        };
    }
}
