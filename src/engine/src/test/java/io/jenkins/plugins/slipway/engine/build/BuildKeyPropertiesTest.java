package io.jenkins.plugins.slipway.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BuildKeyPropertiesTest {
    private static final int ROUNDS = 250;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void two_keys_are_equal_exactly_when_their_inputs_are(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            SortedMap<String, String> first = inputs(random);
            SortedMap<String, String> second = random.nextInt(3) == 0 ? new TreeMap<>(first) : inputs(random);

            assertThat(BuildKey.of(first).equals(BuildKey.of(second)))
                    .as("round %d: %s and %s", round, first, second)
                    .isEqualTo(first.equals(second));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void moving_letters_from_an_input_to_its_neighbour_changes_the_key(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String name = text(random);
            String value = text(random);
            SortedMap<String, String> apart = new TreeMap<>(Map.of(name + "x", value));
            SortedMap<String, String> moved = new TreeMap<>(Map.of(name, "x" + value));

            assertThat(BuildKey.of(apart))
                    .as("round %d: ‘%s’, ‘%s’", round, name, value)
                    .isNotEqualTo(BuildKey.of(moved));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void the_order_of_keys_in_the_file_means_nothing(long seed) {
        Random random = new Random(seed);
        JsonMapper json = JsonMapper.builder().build();
        for (int round = 0; round < 10; round++) {
            int a = random.nextInt();
            int b = random.nextInt();

            assertThat(BuildKey.canonical(json.readTree("{\"a\":" + a + ",\"b\":[" + b + "]}")))
                    .isEqualTo(BuildKey.canonical(json.readTree("{\"b\":[" + b + "],\"a\":" + a + "}")));
        }
    }

    private static SortedMap<String, String> inputs(Random random) {
        SortedMap<String, String> inputs = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            inputs.put(text(random), text(random));
        }
        return inputs;
    }

    /** Short, and of few letters, so that equal and nearly equal ones are common; with those that could separate inputs. */
    private static String text(Random random) {
        String letters = "ab=\n\0:,\\\"\u00e4";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
