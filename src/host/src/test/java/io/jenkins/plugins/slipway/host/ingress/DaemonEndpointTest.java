package io.jenkins.plugins.slipway.host.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Anybody can ask whether there is a webhook, also while no daemon is there to say so. */
class DaemonEndpointTest {
    private final DaemonEndpoint deliveries = new DaemonEndpoint("/hooks/", Runnable::run);

    @Test
    void what_cannot_be_a_secret_is_answered_without_a_daemon() {
        assertThat(ask("")).isCompletedWithValue(Optional.empty());
        assertThat(ask("/x")).isCompletedWithValue(Optional.empty());
        assertThat(ask("x".repeat(15_000))).isCompletedWithValue(Optional.empty());
    }

    @Test
    void questions_that_wait_for_a_daemon_are_bounded_and_forgotten_with_their_clients() {
        List<CompletableFuture<Optional<String>>> asked = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            asked.add(ask("guess" + i));
        }
        assertThat(asked).noneMatch(CompletableFuture::isDone);
        assertThat(ask("one more")).isCompletedExceptionally();

        asked.get(0).cancel(false);

        assertThat(ask("another")).isNotDone();
    }

    private CompletableFuture<Optional<String>> ask(String path) {
        return deliveries.leadsTo(path).toCompletableFuture();
    }
}
