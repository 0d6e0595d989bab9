package io.jenkins.plugins.slipway.engine.store;

import static io.jenkins.plugins.slipway.engine.object.Samples.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.object.ObjectScope;
import io.jenkins.plugins.slipway.engine.object.SubscriptionPlan.Wish;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.StringNode;

final class ObjectClaimsTest {
    @TempDir
    Path home;

    @Test
    void a_release_is_claimed_as_long_as_its_code_may_be_needed_to_unsubscribe() {
        ObjectClaims claims = new ObjectClaims(home, List.of(), Clock.systemUTC());
        assertThat(claims.of("crm")).isEmpty();
        subscribe("staging", 3);
        subscribe("production", 2);

        assertThat(claims.of("crm")).isEqualTo(Map.of(3, "subscribed w in staging", 2, "subscribed w in production"));
        assertThat(claims.of("other")).isEmpty();
    }

    private void subscribe(String environment, int release) {
        try (SqlObjects objects = SqlObjects.openIn(ObjectClaims.folder(home, "crm", environment), Clock.systemUTC())) {
            objects.plan(
                    new ObjectScope("crm", environment, "app"),
                    code(release),
                    Map.of("w", new Wish("http://w/", StringNode.valueOf("p"))),
                    Set.of());
        }
    }
}
