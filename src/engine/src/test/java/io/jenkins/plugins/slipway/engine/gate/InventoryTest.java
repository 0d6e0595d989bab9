package io.jenkins.plugins.slipway.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.slipway.engine.report.Fraction;
import io.jenkins.plugins.slipway.engine.report.Quantity;
import io.jenkins.plugins.slipway.engine.report.UnreadableReportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InventoryTest {
    @TempDir
    Path folder;

    private Map<String, Quantity> inventory(String... files) throws Exception {
        Inventory inventory = new Inventory();
        for (int i = 0; i < files.length; i++) {
            inventory.add(Files.writeString(folder.resolve("i" + i), files[i]), "i" + i);
        }
        return inventory.numbers();
    }

    @Test
    void an_inventory_gives_a_number_of_each_kind() throws Exception {
        assertThat(inventory("{\"event\": {\"covered\": [\"paid\"], \"missed\": [\"refunded\", \"lost\", \"found\"]},"
                        + " \"page\": {\"covered\": [], \"missed\": []}}"))
                .isEqualTo(Map.of("coverage.event", Quantity.percent(new Fraction(1, 4))));
    }

    @Test
    void what_one_inventory_has_covered_is_covered() throws Exception {
        assertThat(inventory(
                        "{\"event\": {\"covered\": [\"paid\"], \"missed\": [\"refunded\"]}}",
                        "{\"event\": {\"covered\": [\"refunded\"], \"missed\": [\"paid\"]}}"))
                .isEqualTo(Map.of("coverage.event", Quantity.percent(new Fraction(2, 2))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"event\": 7}",
                "{\"event\": {\"covered\": []}}",
                "{\"event\": {\"covered\": [], \"missed\": [], \"other\": []}}",
                "{\"event\": {\"covered\": [1], \"missed\": []}}",
                "{\"line\": {\"covered\": [], \"missed\": []}}",
                "{\"a b\": {\"covered\": [], \"missed\": []}}",
                "{\"event\": {\"covered\": [], \"missed\": []}, \"event\": {\"covered\": [], \"missed\": []}}",
                "{\"event\": {\"covered\": ["
            })
    void an_inventory_that_is_not_one_is_said_to_be_so(String json) {
        assertThatThrownBy(() -> inventory(json))
                .isInstanceOf(UnreadableReportException.class)
                .hasMessageStartingWith("i0");
    }
}
