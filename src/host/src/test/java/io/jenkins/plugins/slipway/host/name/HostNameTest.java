package io.jenkins.plugins.slipway.host.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.slipway.engine.environment.MainAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
    @ParameterizedTest
    @CsvSource({
        "shop.example.com, shop.example.com",
        "Shop.EXAMPLE.com, shop.example.com",
        "shop.example.com., shop.example.com",
        "shop.example.com:8443, shop.example.com",
        "shop.example.com.:80, shop.example.com",
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.example., xn--bcher-kva.example",
        "XN--BCHER-KVA.example, xn--bcher-kva.example",
        "ｓｈｏｐ.example.com, shop.example.com",
        "shop。example。com, shop.example.com",
        "[::1]:8080, [::1]",
        "127.0.0.1:80, 127.0.0.1",
        "LOCALHOST, localhost",
    })
    void one_name_has_one_form(String written, String canonical) {
        assertThat(HostName.canonical(written)).isEqualTo(canonical);
        assertThat(HostName.canonical(canonical)).isEqualTo(canonical);
    }

    @Test
    void usual_names_are_as_everybody_expects() {
        assertThat(MainAddress.host("shop", "production")).isEqualTo("production.shop.localhost");
        assertThat(MainAddress.host("my_shop-2", "pr-17")).isEqualTo("pr-17.my_shop-2.localhost");
    }

    @Test
    void a_dot_in_a_name_does_not_lead_into_another_project() {
        assertThat(MainAddress.host("one.hostile", "site"))
                .isNotEqualTo("site.one.hostile.localhost")
                .matches("site\\.one-hostile--[0-9a-f]{12}\\.localhost");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void no_two_environments_have_the_same_name_nor_one_below_anothers(long seed) {
        Random random = new Random(seed);
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String project = name(random);
            String environment = name(random);
            String generated = MainAddress.host(project, environment);
            assertThat(HostName.canonical(generated)).isEqualTo(generated);
            assertThat(HostName.generatedAbove(generated)).isEqualTo(generated);
            String other = seen.put(generated, project + "/" + environment);
            assertThat(other).isIn(null, project + "/" + environment);
        }
    }

    /** Few letters, so that what could collide does. */
    private static String name(Random random) {
        String letters = random.nextInt(3) == 0 ? "aA.-_" : "ab.-";
        StringBuilder result = new StringBuilder("a");
        int length = random.nextInt(random.nextInt(20) == 0 ? 62 : 5);
        for (int i = 0; i < length; i++) {
            result.append(letters.charAt(random.nextInt(letters.length())));
        }
        return random.nextInt(10) == 0
                ? MainAddress.host("x", result.toString()).split("\\.")[0]
                : result.toString();
    }
}
