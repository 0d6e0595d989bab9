package io.jenkins.plugins.slipway.host.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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
}
