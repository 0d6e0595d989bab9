package io.jenkins.plugins.slipway.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test printed must not make a report unreadable, and what was replaced is named. */
final class LegalCharactersTest {
    private static final String ESC = "\u001b";

    @TempDir
    Path folder;

    private TestCounts read(String xml) throws Exception {
        return read(xml, StandardCharsets.UTF_8);
    }

    private TestCounts read(String xml, Charset charset) throws Exception {
        return JunitReader.read(Files.write(folder.resolve("r.xml"), xml.getBytes(charset)), "r.xml");
    }

    @Test
    void colours_of_a_terminal_in_names_and_output_are_replaced_and_named() throws Exception {
        TestCounts counts =
                read("<testsuite><testcase name='" + ESC + "[31mred'><failure message='" + ESC + "[0m'>\u0000</failure>"
                        + "<system-out><![CDATA[" + ESC + "[1m bold \u0007]]></system-out></testcase></testsuite>");

        assertThat(counts.failures()).isEqualTo(1);
        assertThat(counts.bad()).containsExactly("\uFFFD[31mred");
        assertThat(counts.remarks())
                .containsExactly("5 characters that XML does not allow were replaced (U+0000, U+0007, U+001B)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&#27;", "&#x1b;", "&#x1B;", "&#0027;", "&#0;", "&#xFFFE;", "&#xD800;", "&#x110000;"})
    void references_to_such_characters_are_no_better(String reference) throws Exception {
        TestCounts counts = read("<testsuite><testcase name='a" + reference + "b'><error>" + reference
                + "</error></testcase></testsuite>");

        assertThat(counts.bad()).containsExactly("a\uFFFDb");
        assertThat(counts.remarks()).hasSize(1).first().asString().startsWith("2 characters that XML does not allow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<testsuite><testcase name='&#233;&#x1F600;&#9;&amp;&lt;'/></testsuite>",
                "<testsuite><!-- &#27; --><testcase name='a'/><?tool &#27; ?></testsuite>",
                "<testsuite><testcase name='a'><system-out><![CDATA[&#27; <b> ]]]></system-out></testcase></testsuite>",
                "<testsuite><testcase name='a'><system-out>&amp;#27;</system-out></testcase></testsuite>",
                "<testsuite><testcase name='a'><system-out><![CDATA[]]]]><![CDATA[> &#0;]]></system-out></testcase></testsuite>",
                "<testsuite><!----><testcase name='a'/><!-- a --- b -- --></testsuite>"
            })
    void what_is_allowed_or_is_not_read_anyway_stays(String xml) throws Exception {
        if (xml.contains("a --- b")) {
            assertThatThrownBy(() -> read(xml)).isInstanceOf(UnreadableReportException.class);
            return;
        }
        assertThat(read(xml).total()).isEqualTo(1);
        assertThat(read(xml).remarks()).isEmpty();
    }

    @Test
    void what_surrounds_the_document_is_passed_over() throws Exception {
        assertThat(read("<testsuite><testcase name='a'/></testsuite>\n\u001a").total())
                .isEqualTo(1);
        assertThat(read("<testsuite><testcase name='a'/></testsuite>\u0000\u0000\u0000")
                        .total())
                .isEqualTo(1);
    }

    @Test
    void one_character_is_one() throws Exception {
        assertThat(read("<testsuite><testcase name='a\u0008'/></testsuite>").remarks())
                .containsExactly("1 character that XML does not allow was replaced (U+0008)");
    }

    @Test
    void many_kinds_are_not_all_named() throws Exception {
        assertThat(read("<testsuite><testcase name='\u0001\u0002\u0003\u0004\u0005\u0006'/></testsuite>")
                        .remarks())
                .containsExactly(
                        "6 characters that XML does not allow were replaced (U+0001, U+0002, U+0003, U+0004, U+0005, …)");
    }

    @ParameterizedTest
    @CsvSource({"UTF-16", "UTF-16LE", "ISO-8859-1", "windows-1252"})
    void in_every_encoding(String charset) throws Exception {
        String declared = charset.startsWith("UTF") ? "" : "<?xml version='1.0' encoding='" + charset + "'?>";
        assertThat(read(
                                declared + "<testsuite><testcase name='\u00e9" + ESC
                                        + "'><failure/></testcase></testsuite>",
                                Charset.forName(charset))
                        .bad())
                .containsExactly("\u00e9\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<report name='%'><package name='p'><sourcefile name='A.java'><line nr='1' mi='0' ci='3' mb='0' cb='0'/></sourcefile></package></report>",
                "<coverage><packages><package name='p'><classes><class name='A%' filename='a.py'><lines><line number='1' hits='1'/></lines></class></classes></package></packages></coverage>",
                "<coverage generated='1'><project timestamp='1' name='%'><file name='a.php' path='a.php'><line num='1' type='stmt' count='1'/></file></project></coverage>",
                "<mutations><mutation detected='true' status='KILLED'><sourceFile>A.java</sourceFile><mutatedClass>p.A</mutatedClass><mutatedMethod>m</mutatedMethod><lineNumber>1</lineNumber><description>%</description></mutation></mutations>"
            })
    void coverage_is_read_too(String form) throws Exception {
        String report = form.replace("%", ESC + "&#0;");

        assertThat(new CoverageReports(folder)
                        .add(Files.writeString(folder.resolve("coverage.xml"), report), "coverage.xml"))
                .containsExactly("2 characters that XML does not allow were replaced (U+0000, U+001B)");
    }

    @Test
    void a_reference_that_is_none_is_still_wrong() {
        assertThatThrownBy(() -> read("<testsuite>&#zz;</testsuite>")).isInstanceOf(UnreadableReportException.class);
        assertThatThrownBy(() -> read("<testsuite>&#27</testsuite>")).isInstanceOf(UnreadableReportException.class);
        assertThatThrownBy(() -> read("<testsuite>&")).isInstanceOf(UnreadableReportException.class);
        assertThatThrownBy(() -> read("<testsuite>&&#1;</testsuite>")).isInstanceOf(UnreadableReportException.class);
    }
}
