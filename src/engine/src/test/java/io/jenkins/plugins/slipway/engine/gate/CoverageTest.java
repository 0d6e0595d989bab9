package io.jenkins.plugins.slipway.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CoverageTest {
    private static final String JACOCO = """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">
            <report name="shop"><package name="shop"><class name="shop/Cart" sourcefilename="Cart.java">
            <method name="add" desc="()V" line="3"><counter type="INSTRUCTION" missed="5" covered="15"/><counter type="LINE" missed="1" covered="4"/><counter type="METHOD" missed="0" covered="1"/></method>
            <counter type="INSTRUCTION" missed="5" covered="15"/><counter type="LINE" missed="1" covered="4"/><counter type="METHOD" missed="0" covered="1"/><counter type="CLASS" missed="0" covered="1"/></class>
            <sourcefile name="Cart.java"><line nr="3" mi="0" ci="3" mb="0" cb="0"/><line nr="4" mi="0" ci="4" mb="0" cb="0"/><line nr="5" mi="0" ci="4" mb="0" cb="0"/><line nr="6" mi="0" ci="4" mb="0" cb="0"/><line nr="7" mi="5" ci="0" mb="0" cb="0"/>
            <counter type="INSTRUCTION" missed="5" covered="15"/><counter type="LINE" missed="1" covered="4"/></sourcefile>
            <counter type="INSTRUCTION" missed="5" covered="15"/><counter type="LINE" missed="1" covered="4"/></package>
            <counter type="INSTRUCTION" missed="5" covered="15"/><counter type="LINE" missed="1" covered="4"/></report>
            """;
    private static final String COBERTURA = """
            <?xml version="1.0" ?>
            <coverage line-rate="0.5" branch-rate="0.5" version="1" timestamp="1"><sources><source>.</source></sources>
            <packages><package name="web" line-rate="0.5"><classes><class name="web.page" filename="web/page.py" line-rate="0.5"><methods/>
            <lines><line number="1" hits="1"/><line number="2" hits="0"/><line number="3" hits="2" branch="true" condition-coverage="50% (1/2)"/><line number="4" hits="0"/></lines>
            </class></classes></package></packages></coverage>
            """;
    private static final String LCOV =
            "TN:\nSF:src/a.js\nFN:1,go\nFNDA:1,go\nFNF:1\nFNH:1\nDA:1,1\nDA:2,1\nDA:3,0\nDA:4,1\nLF:4\nLH:3\nend_of_record\n";
    private static final String GO =
            "mode: set\nexample.com/shop/cart.go:3.20,5.2 2 1\nexample.com/shop/cart.go:7.20,9.2 2 0\n";

    @TempDir
    Path folder;

    private Map<String, Double> read(String... reports) throws Exception {
        CoverageReports all = new CoverageReports();
        for (int i = 0; i < reports.length; i++) {
            all.add(Files.writeString(folder.resolve("r" + i), reports[i]), "r" + i);
        }
        return all.numbers();
    }

    @Test
    void reads_the_reports_of_several_tools() throws Exception {
        assertThat(read(JACOCO)).containsEntry("coverage.line", 80.0).containsEntry("coverage.instruction", 75.0);
        assertThat(read(COBERTURA)).containsEntry("coverage.line", 50.0).containsEntry("coverage.branch", 50.0);
        assertThat(read(LCOV)).containsEntry("coverage.line", 75.0);
        assertThat(read(GO)).isEqualTo(Map.of("coverage.line", 50.0, "coverage.instruction", 50.0));
    }

    @Test
    void reports_about_different_code_are_taken_together() throws Exception {
        assertThat(read(JACOCO, COBERTURA)).containsEntry("coverage.line", 6 * 100.0 / 9);
    }

    @Test
    void code_that_one_of_several_test_runs_has_covered_is_covered() throws Exception {
        assertThat(read(GO, "mode: count\nexample.com/shop/cart.go:7.20,9.2 2 8\n"))
                .isEqualTo(Map.of("coverage.line", 100.0, "coverage.instruction", 100.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "<html/>",
                "<report",
                "<report name='x'/>",
                "<coverage></coverage>",
                "TN:\nSF:",
                "mode: set\n",
                "mode: set\na.go:9.1,3.1 1 1\n",
                "mode: set\nx\n",
                "{}"
            })
    void what_is_no_report_or_an_empty_one_is_said_to_be_so(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UnreadableReportException.class)
                .hasMessageStartingWith("r0");
    }

    @Test
    void a_report_that_is_cut_off_is_not_half_believed() {
        assertThatThrownBy(() -> read(JACOCO.substring(0, JACOCO.length() / 2)))
                .isInstanceOf(UnreadableReportException.class);
        assertThatThrownBy(() -> read(COBERTURA.substring(0, COBERTURA.length() - 40)))
                .isInstanceOf(UnreadableReportException.class);
    }

    @Test
    void entities_are_never_followed() {
        assertThatThrownBy(
                        () -> read("<!DOCTYPE report [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><report name='&x;'/>"))
                .isInstanceOf(UnreadableReportException.class);
        assertThatThrownBy(() -> read(" ".repeat(20_000) + "<!DOCTYPE r [<!ENTITY x 'y'>]><report name='&x;'/>"))
                .isInstanceOf(UnreadableReportException.class);
    }

    private Map<String, Double> inventory(String... files) throws Exception {
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
                .isEqualTo(Map.of("coverage.event", 25.0));
    }

    @Test
    void what_one_inventory_has_covered_is_covered() throws Exception {
        assertThat(inventory(
                        "{\"event\": {\"covered\": [\"paid\"], \"missed\": [\"refunded\"]}}",
                        "{\"event\": {\"covered\": [\"refunded\"], \"missed\": [\"paid\"]}}"))
                .isEqualTo(Map.of("coverage.event", 100.0));
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
