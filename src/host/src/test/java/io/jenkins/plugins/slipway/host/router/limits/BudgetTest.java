package io.jenkins.plugins.slipway.host.router.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.host.router.http.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void a_budget_gives_nobody_more_than_half_and_ends_where_it_began(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Budget budget = new Budget(1_000);
        List<ConnectionMemory> burdens = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            burdens.add(new ConnectionMemory(budget, new Peer("192.0.2." + i % 3, false, false)));
        }
        for (int i = 0; i < 5_000; i++) {
            ConnectionMemory memoryUse = burdens.get(random.nextInt(burdens.size()));
            if (random.nextInt(4) == 0) {
                memoryUse.lift();
            } else if (random.nextBoolean()) {
                memoryUse.head(random.nextInt(2_500));
            } else {
                memoryUse.body(random.nextInt(5_000));
            }
            assertThat(budget.taken()).isBetween(0L, 1_000L);
        }
        burdens.forEach(ConnectionMemory::lift);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void one_client_of_a_proxy_leaves_room_for_the_others() {
        Budget budget = new Budget(1_000_000);
        Peer proxy = new Peer("127.0.0.1", true, false);
        List<ConnectionMemory> greedy = new ArrayList<>();
        boolean room = true;
        while (room) {
            ConnectionMemory next = new ConnectionMemory(budget, proxy);
            greedy.add(next);
            room = next.of("198.51.100.7") && next.body(50_000);
        }
        assertThat(budget.taken()).isBetween(450_000L, 500_000L);

        ConnectionMemory other = new ConnectionMemory(budget, proxy);
        assertThat(other.of("198.51.100.8")).isTrue();
        assertThat(other.body(100_000)).isTrue();
        other.lift();
        greedy.forEach(ConnectionMemory::lift);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void what_a_proxy_has_sent_before_it_is_known_for_whom_becomes_a_part_of_that_ones_share() {
        Budget budget = new Budget(1_000);
        ConnectionMemory proxied = new ConnectionMemory(budget, new Peer("127.0.0.1", true, false));

        assertThat(proxied.head(2_300)).as("a proxy may have more than half").isTrue();
        assertThat(proxied.of("198.51.100.7")).as("one of its clients may not").isFalse();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void addresses_of_one_network_are_one_client() {
        Budget budget = new Budget(1_000);
        ConnectionMemory one = new ConnectionMemory(budget, new Peer("2001:db8::1", false, false));
        ConnectionMemory two = new ConnectionMemory(budget, new Peer("2001:db8::2", false, false));

        assertThat(one.body((4 << 10) + 400)).isTrue();
        assertThat(two.body((4 << 10) + 400)).isFalse();
    }
}
