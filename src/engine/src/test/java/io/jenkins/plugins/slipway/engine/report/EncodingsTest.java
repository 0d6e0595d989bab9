package io.jenkins.plugins.slipway.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XML 1.0 allows any encoding; appendix F says how it is found out. */
final class EncodingsTest {
    private static final String MARK = "\uFEFF";

    @TempDir
    Path folder;

    private static String junit(String declaration) {
        return declaration + "<testsuite><testcase name='caf\u00e9'><failure/></testcase></testsuite>";
    }

    private static String cobertura(String declaration) {
        return declaration + "<!DOCTYPE coverage SYSTEM 'http://127.0.0.1:1/coverage-04.dtd'><coverage><packages>"
                + "<package name='p'><classes><class name='A' filename='caf\u00e9.py'><lines><line number='1' hits='1'/>"
                + "<line number='2' hits='0'/></lines></class></classes></package></packages></coverage>";
    }

    private static String declaring(String encoding) {
        return "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>\n";
    }

    private TestCounts read(byte[] bytes) throws Exception {
        return JunitReader.read(Files.write(folder.resolve("r.xml"), bytes), "r.xml");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, UTF-8, false",
        "UTF-8, utf-8, true",
        "UTF-8, , false",
        "UTF-8, , true",
        "UTF-8, ISO-8859-1, true",
        "ISO-8859-1, ISO-8859-1, false",
        "ISO-8859-1, latin1, false",
        "ISO-8859-15, ISO-8859-15, false",
        "windows-1252, windows-1252, false",
        "windows-1252, cp1252, false",
        "UTF-16LE, UTF-16, true",
        "UTF-16BE, UTF-16, true",
        "UTF-16LE, utf-8, true",
        "UTF-16LE, , true",
        "UTF-16LE, UTF-16LE, false",
        "UTF-16BE, UTF-16BE, false",
        "UTF-16LE, UTF-16, false",
        "UTF-16BE, , false",
        "UTF-32BE, UTF-32, true",
        "UTF-32LE, UTF-32, false",
        "IBM037, IBM037, false"
    })
    void tests_and_coverage_are_read_in_every_encoding(String written, String declared, boolean mark) throws Exception {
        Charset charset = Charset.forName(written);
        String declaration = (mark ? MARK : "") + (declared == null ? "" : declaring(declared));

        assertThat(read(junit(declaration).getBytes(charset)).bad()).isEqualTo(List.of("caf\u00e9"));
        assertThat(new SampleReports(folder)
                        .add(cobertura(declaration).getBytes(charset))
                        .add("SF:caf\u00e9.py\nDA:2,1\nend_of_record\n")
                        .numbers())
                .containsEntry("line", "100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ISO-8859-1|utf-8|r.xml:2 is not written in UTF-8: there is the byte 0xE9",
                "UTF-8|US-ASCII|r.xml:2 is not written in US-ASCII: there is the byte 0xC3",
                "UTF-8|utf-16|r.xml:1 declares the encoding ‘utf-16’, but is not written in it; declare the encoding that the file has",
                "UTF-8|IBM037|r.xml:1 declares the encoding ‘IBM037’, but is not written in it; declare the encoding that the file has",
                "UTF-8|klingon|r.xml:1 declares the encoding ‘klingon’, which is not known; write the report in UTF-8",
                "UTF-8|a b|r.xml:1 declares the encoding ‘a b’, which is not known; write the report in UTF-8"
            })
    void an_encoding_that_is_not_the_declared_one_is_said_in_plain_words(
            String written, String declared, String message) {
        assertThatThrownBy(() -> read(junit(declaring(declared)).getBytes(Charset.forName(written))))
                .isInstanceOf(UnreadableReportException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> new SampleReports(folder)
                        .add(cobertura(declaring(declared)).getBytes(Charset.forName(written))))
                .isInstanceOf(UnreadableReportException.class)
                .hasMessage(message.replace("r.xml", "r0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cp65001", "CP65001", "utf-8-sig", "utf_8", "utf8mb4", "UTF8"})
    void other_names_of_utf_8_are_known(String declared) throws Exception {
        assertThat(read(junit(declaring(declared)).getBytes(StandardCharsets.UTF_8))
                        .bad())
                .containsExactly("caf\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", " \r\n\n", "\uFEFF\uFEFF", "\uFEFF\n"})
    void what_is_blank_before_the_declaration_is_passed_over(String blank) throws Exception {
        assertThat(read((blank + junit(declaring("utf-8"))).getBytes(StandardCharsets.UTF_8))
                        .bad())
                .containsExactly("caf\u00e9");
        assertThat(new SampleReports(folder)
                        .add((blank + cobertura(declaring("utf-8"))).getBytes(StandardCharsets.UTF_8))
                        .numbers())
                .containsEntry("line", "50");
    }

    @Test
    void the_encoding_that_is_declared_behind_an_empty_line_counts() throws Exception {
        assertThat(read(("\n" + junit(declaring("ISO-8859-1"))).getBytes(StandardCharsets.ISO_8859_1))
                        .bad())
                .containsExactly("caf\u00e9");
    }

    @Test
    void a_character_that_is_cut_off_is_named() {
        byte[] whole = "<testsuite name='\u00e9".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> read(java.util.Arrays.copyOf(whole, whole.length - 1)))
                .hasMessage("r.xml:1 is not written in UTF-8: there is the byte 0xC3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE testsuite>",
                "<!DOCTYPE testsuite SYSTEM 'junit.dtd'>",
                "<!DOCTYPE testsuite PUBLIC '-//x//y' 'http://127.0.0.1:1/junit.dtd'>",
                "<!DOCTYPE testsuite [<!ELEMENT testsuite ANY>]>"
            })
    void a_document_type_without_entities_is_passed_over_and_not_fetched(String type) throws Exception {
        assertThat(read(junit(type).getBytes(StandardCharsets.UTF_8)).total()).isEqualTo(1);
    }

    @Test
    void a_tag_that_memory_should_not_bear_is_refused() {
        String tag = "<testsuite name='" + "x".repeat(ReportText.LONGEST) + "'/>";

        assertThatThrownBy(() -> read(tag.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("r.xml:1 has a tag of more than 16 million characters");
    }

    @Test
    void a_long_attribute_and_long_output_are_read() throws Exception {
        String text = "<testsuite><testcase name='a'><failure message='" + "x".repeat(3 << 20)
                + "'/><system-out><![CDATA[" + "y".repeat(20 << 20) + "]]></system-out></testcase></testsuite>";

        assertThat(read(text.getBytes(StandardCharsets.UTF_8)).failures()).isEqualTo(1);
    }

    @Test
    void a_line_that_memory_should_not_bear_is_refused() {
        byte[] line = ("TN:\nSF:" + "x".repeat(ReportText.LONGEST)).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new SampleReports(folder).add(line))
                .hasMessage("r0:2 has a line of more than 16 million characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|1:1 is not well-formed XML: the file is empty",
                "hello|1:1 is not well-formed XML: there is text before the first tag",
                "<testsuite>|1:12 is not well-formed XML: it ends before <testsuite> is closed",
                "<testsuite><testcase name='a|1:29 is not well-formed XML: it ends before <testsuite> is closed",
                "<testsuite><testcase></testsuite>|1:24 is not well-formed XML: <testcase> is not closed by </testcase>",
                "<testsuite/><testsuite/>|1:14 is not well-formed XML: something follows the end of its root element; a report is one document",
                "<testsuite name='a' name='b'/>|1:31 is not well-formed XML: <testsuite> has name twice",
                "<testsuite>a & b</testsuite>|1:15 is not well-formed XML: there is a ‘&’ instead of &amp;",
                "<testsuite name='<'/>|1:18 is not well-formed XML: the value of name has a ‘<’ instead of &lt;",
                "<testsuite name=a/>|1:17 is not well-formed XML: the value of name is not in quotes",
                "<x:testsuite/>|1:15 is not well-formed XML: <x:testsuite> uses the prefix x, which is not declared",
                "<testsuite name='&x;'/>|1:21 is not well-formed XML: the entity &x; is not known",
                "<testsuite>&x;</testsuite>|1:15 has the entity &x;, which is not known"
            })
    void what_is_wrong_is_said_in_plain_words_with_its_place(String xml, String message) {
        assertThatThrownBy(() -> read(xml.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableReportException.class)
                .hasMessage("r.xml:" + message);
    }
}
