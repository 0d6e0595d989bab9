package io.jenkins.plugins.slipway.host.router.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.host.router.http.Peer;
import io.jenkins.plugins.slipway.host.router.limits.ClientShare;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a connection to an application, and who waits. */
class UpstreamQueueTest {
    private static final int MOST = 16;

    private record Guest(int number, String share, boolean upload) implements UpstreamPool.Borrower {
        @Override
        public void connected(UpstreamConnection connection) {
            throw new IllegalStateException();
        }

        @Override
        public void refused(Throwable cause) {
            throw new IllegalStateException();
        }

        @Override
        public boolean gone() {
            return false;
        }

        @Override
        public UpstreamPool.Freshness freshness() {
            return UpstreamPool.Freshness.ANY;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45, 46})
    void nobody_has_more_than_a_share_and_everybody_has_a_turn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        UpstreamQueue queue = new UpstreamQueue(MOST);
        List<UpstreamQueue.Lease> leases = new ArrayList<>();
        Set<Guest> outside = new HashSet<>();
        for (int i = 0; i < 3_000 || !outside.isEmpty(); i++) {
            if (i < 3_000) {
                Guest guest = new Guest(i, "address " + random.nextInt(random.nextInt(1, 6)), random.nextBoolean());
                if (leases.size() < MOST && queue.admits(guest)) {
                    leases.add(queue.lend(guest));
                } else {
                    queue.add(guest);
                    outside.add(guest);
                }
            }
            for (int ended = random.nextInt(3); ended > 0 && !leases.isEmpty(); ended--) {
                queue.end(leases.remove(random.nextInt(leases.size())));
            }
            while (leases.size() < MOST && queue.next() instanceof Guest next) {
                assertThat(outside.remove(next)).isTrue();
                leases.add(queue.lend(next));
            }
            for (int share = 0; share < 6; share++) {
                String name = "address " + share;
                List<UpstreamQueue.Lease> own = leases.stream()
                        .filter(lease -> lease.share().equals(name))
                        .toList();
                assertThat(own).hasSizeLessThanOrEqualTo(MOST / 2);
                assertThat(own.stream().filter(UpstreamQueue.Lease::upload)).hasSizeLessThanOrEqualTo(MOST / 4);
            }
            assertThat(leases.stream().filter(UpstreamQueue.Lease::upload)).hasSizeLessThanOrEqualTo(MOST / 2);
        }
        leases.forEach(queue::end);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void a_share_is_that_of_the_client_that_a_trusted_proxy_names_and_of_a_network_of_ipv6() {
        DefaultHttpHeaders headers = new DefaultHttpHeaders();
        headers.add("X-Forwarded-For", "203.0.113.9, 198.51.100.7");

        assertThat(ClientShare.of(new Peer("127.0.0.1", true, false), headers)).isEqualTo("198.51.100.7");
        assertThat(ClientShare.of(new Peer("192.0.2.1", false, false), headers)).isEqualTo("192.0.2.1");
        assertThat(ClientShare.of(new Peer("2001:db8:0:1:0:0:0:1", false, false), headers))
                .isEqualTo(ClientShare.of(new Peer("2001:db8:0:1:aaaa:0:0:2", false, false), headers))
                .isNotEqualTo(ClientShare.of(new Peer("2001:db8:0:2:0:0:0:1", false, false), headers));
    }
}
