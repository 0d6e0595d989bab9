package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.json.JsonMapper;

class BuildKeyProperties {
    @Property
    void two_keys_are_equal_exactly_when_their_inputs_are(
            @ForAll Map<String, String> one, @ForAll Map<String, String> two) {
        SortedMap<String, String> first = new TreeMap<>(one);
        SortedMap<String, String> second = new TreeMap<>(two);

        assertThat(BuildKey.of(first).equals(BuildKey.of(second))).isEqualTo(first.equals(second));
    }

    @Property
    void moving_letters_from_an_input_to_its_neighbour_changes_the_key(@ForAll String name, @ForAll String value) {
        SortedMap<String, String> apart = new TreeMap<>(Map.of(name + "x", value));
        SortedMap<String, String> moved = new TreeMap<>(Map.of(name, "x" + value));

        assertThat(BuildKey.of(apart)).isNotEqualTo(BuildKey.of(moved));
    }

    @Property(tries = 20)
    void the_order_of_keys_in_the_file_means_nothing(@ForAll int a, @ForAll int b) {
        JsonMapper json = JsonMapper.builder().build();

        assertThat(BuildKey.canonical(json.readTree("{\"a\":" + a + ",\"b\":[" + b + "]}")))
                .isEqualTo(BuildKey.canonical(json.readTree("{\"b\":[" + b + "],\"a\":" + a + "}")));
    }
}
