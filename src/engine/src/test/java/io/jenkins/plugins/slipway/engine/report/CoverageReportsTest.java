package io.jenkins.plugins.slipway.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    private Map<String, String> read(String... reports) throws Exception {
        return SampleReports.read(folder, reports);
    }

    @Test
    void reads_the_reports_of_several_tools() throws Exception {
        assertThat(read(JACOCO))
                .isEqualTo(Map.of(
                        "line",
                        "80",
                        "instruction",
                        "75",
                        "method",
                        "100",
                        "class",
                        "100",
                        "file",
                        "100",
                        "package",
                        "100",
                        "module",
                        "100"));
        assertThat(read(COBERTURA)).containsEntry("line", "50").containsEntry("branch", "50");
        assertThat(read(LCOV)).containsEntry("line", "75");
        assertThat(read(GO)).containsEntry("line", "50").containsEntry("instruction", "50");
    }

    @Test
    void reports_about_different_code_are_taken_together() throws Exception {
        assertThat(read(JACOCO, COBERTURA)).containsEntry("line", "66.67");
    }

    @Test
    void code_that_one_of_several_test_runs_has_covered_is_covered() throws Exception {
        assertThat(read(GO, "mode: count\nexample.com/shop/cart.go:7.20,9.2 2 8\n"))
                .containsEntry("line", "100")
                .containsEntry("instruction", "100");
        assertThat(read(JACOCO, JACOCO.replace("nr=\"7\" mi=\"5\" ci=\"0\"", "nr=\"7\" mi=\"0\" ci=\"5\"")))
                .containsEntry("line", "100")
                .containsEntry("instruction", "100");
        assertThat(read(COBERTURA, COBERTURA.replace("number=\"4\" hits=\"0\"", "number=\"4\" hits=\"1\"")))
                .containsEntry("line", "75");
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
}
