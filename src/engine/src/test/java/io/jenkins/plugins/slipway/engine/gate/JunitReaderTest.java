package io.jenkins.plugins.slipway.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JunitReaderTest {
    @TempDir
    Path folder;

    private TestCounts read(String xml) throws Exception {
        return new JunitReader().read(Files.writeString(folder.resolve("r.xml"), xml), "r.xml");
    }

    @Test
    void counts_every_outcome_of_a_test_case() throws Exception {
        TestCounts counts = read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="s" tests="6" failures="1" errors="1" skipped="2">
                  <properties><property name="a" value="b"/></properties>
                  <testcase classname="c" name="ok" time="0.5"/>
                  <testcase classname="c" name="odd" time="1,000.25"><system-out><![CDATA[<failure/>]]></system-out></testcase>
                  <testcase classname="c" name="bad" time="2"><failure message="x">trace</failure></testcase>
                  <testcase classname="c" name="broken"><error/></testcase>
                  <testcase classname="c" name="later"><skipped/></testcase>
                  <testcase name="off" status="notrun"/>
                </testsuite>
                """);

        assertThat(counts).isEqualTo(new TestCounts(6, 1, 1, 2, 1002.75, List.of("c.bad", "c.broken")));
        assertThat(counts.numbers())
                .containsEntry("tests.passed", 2.0)
                .containsEntry("tests.failed", 2.0)
                .containsEntry("tests.passRate", 50.0);
    }

    @Test
    void adds_up_nested_suites_and_trusts_no_sum_twice() throws Exception {
        TestCounts counts = read("""
                <testsuites tests="3" failures="1">
                  <testsuite tests="3" failures="1">
                    <testsuite tests="2" failures="1"><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite>
                    <testcase name="c"/>
                  </testsuite>
                </testsuites>
                """);

        assertThat(counts).isEqualTo(new TestCounts(3, 1, 0, 0, 0, List.of("b")));
    }

    @Test
    void a_failure_that_only_the_suite_declares_counts() throws Exception {
        assertThat(read("<testsuite tests='2' errors='1'><testcase name='a'/><testcase name='b'/></testsuite>"))
                .isEqualTo(new TestCounts(3, 0, 1, 0, 0, List.of()));
    }

    @Test
    void suites_without_test_cases_count_as_they_declare() throws Exception {
        assertThat(read("<testsuites><testsuite tests='7' failures='2' skipped='1'/></testsuites>"))
                .isEqualTo(new TestCounts(7, 2, 0, 1, 0, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<testsuites/>", "<testsuite tests='0'/>", "<testrun/>"})
    void an_empty_report_tells_of_no_test(String xml) throws Exception {
        assertThat(read(xml).total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<testsuite>",
                "<testsuite><testcase name='a'>",
                "<testsuite></testsuites>",
                "<testsuite/><testsuite/>",
                "<testsuite name='\u0001'/>"
            })
    void broken_xml_is_named_with_its_place(String xml) {
        assertThatThrownBy(() -> read(xml))
                .isInstanceOf(UnreadableReportException.class)
                .hasMessageMatching("r\\.xml:\\d+:\\d+ is not well-formed XML: .+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE t [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><testsuite><testcase name='a'>&x;</testcase></testsuite>",
                "<!DOCTYPE t [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><testsuite name='n'>&b;</testsuite>",
                "<!DOCTYPE t SYSTEM 'http://127.0.0.1:1/x.dtd'><testsuite/>",
                "<testsuite><testcase name='a'>&x;</testcase></testsuite>"
            })
    void document_types_and_entities_are_never_followed(String xml) {
        assertThatThrownBy(() -> read(xml)).isInstanceOf(UnreadableReportException.class);
    }

    @Test
    void another_kind_of_xml_is_not_taken_for_a_report() {
        assertThatThrownBy(() -> read("<html/>")).hasMessage("r.xml:1:8 is not a JUnit report: it begins with <html>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "many", "99999999999"})
    void a_count_that_is_none_is_named(String value) {
        assertThatThrownBy(() -> read("<testsuite tests='" + value + "'/>"))
                .isInstanceOf(UnreadableReportException.class)
                .hasMessageEndingWith(" has tests=\"" + value + "\", which is not a count");
    }

    @Test
    void depth_is_bounded() {
        String deep = "<testsuite>".repeat(200_000);

        assertThatThrownBy(() -> read(deep)).hasMessageEndingWith(" is nested deeper than 100");
    }

    @Test
    void size_is_bounded() throws IOException {
        Path huge = folder.resolve("huge.xml");
        try (var channel = FileChannel.open(huge, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[1]), JunitReader.LARGEST);
        }
        assertThatThrownBy(() -> new JunitReader().read(huge, "huge.xml")).hasMessage("huge.xml is larger than 256 MB");
    }
}
