package io.jenkins.plugins.slipway.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JunitReaderTest {
    @TempDir
    Path folder;

    private TestCounts read(String xml) throws Exception {
        return JunitReader.read(Files.writeString(folder.resolve("r.xml"), xml), "r.xml");
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

        assertThat(counts).isEqualTo(new TestCounts(6, 1, 1, 2, 1002.75, List.of("c.bad", "c.broken"), List.of()));
        assertThat(counts.numbers())
                .containsEntry("tests.passed", Quantity.of(2))
                .containsEntry("tests.failed", Quantity.of(2))
                .containsEntry("tests.passRate", Quantity.percent(new Fraction(2, 4)));
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

        assertThat(counts).isEqualTo(new TestCounts(3, 1, 0, 0, 0, List.of("b"), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "errors='1'|0 failures and 1 error, but its test cases show 0 and 0",
                "failures='2'|2 failures and 0 errors, but its test cases show 0 and 0",
                "failures='1' errors='1'|1 failure and 1 error, but its test cases show 0 and 0"
            })
    void the_test_cases_decide_and_what_the_suite_declares_beyond_them_is_named(String declared, String clause)
            throws Exception {
        TestCounts counts = read("<testsuites " + declared + "><testsuite name='s' tests='2' " + declared
                + "><testcase name='a'/><testcase name='b'/>"
                + "<system-err>warning</system-err></testsuite></testsuites>");

        assertThat(counts)
                .isEqualTo(new TestCounts(
                        2, 0, 0, 0, 0, List.of(), List.of("‘s’ declares " + clause + "; the test cases count")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<flakyFailure message='x'/>|0,0,0",
                "<flakyError/><flakyFailure/>|0,0,0",
                "<failure/><rerunFailure/><rerunError/>|1,0,0",
                "<error/><rerunError/>|0,1,0",
                "<failure/><error/>|1,0,0",
                "<skipped/><failure/>|1,0,0",
                "<skipped message='x'/>|0,0,1",
                "<ignored/>|0,0,1",
                "<disabled/>|0,0,1",
                "<properties><property name='failure' value='1'><error/></property></properties>|0,0,0",
                "<system-err>Error: failure</system-err>|0,0,0"
            })
    void the_elements_of_a_test_case_are_its_outcome(String elements, String outcome) throws Exception {
        TestCounts counts = read("<testsuite><testcase classname='c' name='t'>" + elements + "</testcase></testsuite>");

        assertThat(counts.failures() + "," + counts.errors() + "," + counts.skipped())
                .isEqualTo(outcome);
        assertThat(counts.total()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "status='run' result='completed', 0, 0, 0",
        "status='passed', 0, 0, 0",
        "status='failed', 1, 0, 0",
        "status='fail', 1, 0, 0",
        "result='failure', 1, 0, 0",
        "status='error', 0, 1, 0",
        "status='notrun' result='suppressed', 0, 0, 1",
        "status='disabled', 0, 0, 1",
        "status='Skipped', 0, 0, 1",
        "result='skipped', 0, 0, 1",
        "status='ignored', 0, 0, 1"
    })
    void a_status_in_words_is_an_outcome(String attributes, long failures, long errors, long skipped) throws Exception {
        assertThat(read("<testsuite><testcase name='t' " + attributes + "/></testsuite>"))
                .extracting(TestCounts::failures, TestCounts::errors, TestCounts::skipped)
                .containsExactly(failures, errors, skipped);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,160|0.16",
                "1,024.12|1024.12",
                "1.024,12|1024.12",
                "1.234.567,5|1234567.5",
                "1,234,567.5|1234567.5",
                "12,5|12.5",
                "1,024|1024",
                "1,024;0,500|1.524",
                "1,024;0.5|1024.5",
                "1.024|1.024",
                "PT1.5S|1.5",
                "PT1M|60",
                "1e-3|0.001",
                "0.2s|0.2",
                "''|0",
                "NaN|0",
                "Infinity|0",
                "-3|0",
                "soon|0"
            })
    void times_are_read_in_the_form_of_any_locale(String times, double seconds) throws Exception {
        StringBuilder cases = new StringBuilder();
        for (String time : times.split(";")) {
            cases.append("<testcase name='t' time='").append(time).append("'/>");
        }

        assertThat(read("<testsuite time='99'>" + cases + "</testsuite>").seconds())
                .isEqualTo(seconds, within(1e-9));
    }

    @Test
    void the_time_of_suites_counts_where_test_cases_have_none() throws Exception {
        assertThat(
                        read("<testsuites><testsuite time='1.5'><testcase name='a'/></testsuite><testsuite tests='1' time='2'/></testsuites>")
                                .seconds())
                .isEqualTo(3.5);
        assertThat(read("<testsuites time='3'><testsuite time='1.5'><testcase name='a'/></testsuite></testsuites>")
                        .seconds())
                .isEqualTo(3);
    }

    @Test
    void a_suite_that_itself_broke_is_a_failure_with_its_name() throws Exception {
        assertThat(
                        read(
                                "<testsuites><testsuite name='db' tests='0' errors='1'><error message='no set-up'/></testsuite></testsuites>"))
                .isEqualTo(new TestCounts(1, 0, 1, 0, 0, List.of("db"), List.of()));
    }

    @Test
    void a_test_case_within_another_one_counts_by_itself() throws Exception {
        assertThat(
                        read(
                                "<testsuite><testcase name='outer'><testcase name='inner'><failure/></testcase></testcase></testsuite>"))
                .isEqualTo(new TestCounts(2, 1, 0, 0, 0, List.of("inner"), List.of()));
    }

    @Test
    void a_test_case_without_names_and_one_as_the_root_count() throws Exception {
        assertThat(read("<testcase><failure/></testcase>"))
                .isEqualTo(new TestCounts(1, 1, 0, 0, 0, List.of("?"), List.of()));
    }

    @Test
    void disabled_tests_that_only_the_suite_declares_are_skipped() throws Exception {
        assertThat(read("<testsuites tests='5' failures='' disabled='2' skipped='1'/>"))
                .isEqualTo(new TestCounts(5, 0, 0, 3, 0, List.of(), List.of()));
    }

    @Test
    void suites_without_test_cases_count_as_they_declare() throws Exception {
        assertThat(read("<testsuites><testsuite tests='7' failures='2' skipped='1'/></testsuites>"))
                .isEqualTo(new TestCounts(7, 2, 0, 1, 0, List.of(), List.of()));
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
                "<testsuite/><testsuite/>"
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
                "<!DOCTYPE t [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x.dtd'>%x;]><testsuite/>",
                "<testsuite><testcase name='a'>&x;</testcase></testsuite>"
            })
    void entities_are_never_followed(String xml) {
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
            channel.write(ByteBuffer.wrap(new byte[1]), ReportText.LARGEST);
        }
        assertThatThrownBy(() -> JunitReader.read(huge, "huge.xml")).hasMessage("huge.xml is larger than 512 MB");
    }
}
