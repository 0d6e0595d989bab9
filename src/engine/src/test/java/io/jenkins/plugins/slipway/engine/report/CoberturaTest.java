package io.jenkins.plugins.slipway.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By coverage-04.dtd, and as tools write it. */
final class CoberturaTest {
    @TempDir
    Path project;

    private Map<String, String> read(String... texts) throws Exception {
        return SampleReports.read(project, texts);
    }

    private static String classes(String classes) {
        return "<coverage line-rate='0.5' version='1'><packages><package name='p'><classes>" + classes
                + "</classes></package></packages></coverage>";
    }

    @Test
    void classes_that_share_a_line_of_a_file_count_it_once() throws Exception {
        // As Coverlet writes an asynchronous method: its class, and that of its state machine.
        assertThat(read(classes("""
                <class name='Shop.Cart' filename='Cart.cs'><methods>
                  <method name='Add' signature='()'><lines><line number='3' hits='1'/></lines></method></methods>
                  <lines><line number='3' hits='1'/><line number='4' hits='0'/></lines></class>
                <class name='Shop.Cart/&lt;Add&gt;d__1' filename='Cart.cs'><methods>
                  <method name='MoveNext' signature='()'><lines><line number='4' hits='2'/><line number='5' hits='0'/></lines></method></methods>
                  <lines><line number='4' hits='2' branch='True' condition-coverage='50% (1/2)'/><line number='5' hits='0'/></lines></class>
                """)))
                .isEqualTo(Map.of(
                        "line", "66.67", "branch", "50", "method", "100", "class", "100", "file", "100", "package",
                        "100", "module", "100"));
    }

    @Test
    void a_file_that_no_test_ran_is_not_covered() throws Exception {
        assertThat(read(classes("""
                <class name='A' filename='a.kt'><lines><line number='1' hits='1'/></lines></class>
                <class name='B' filename='b.kt'><methods><method name='f' signature='' line-rate='0.0'><lines/></method></methods>
                <lines><line number='1' hits='0'/></lines></class>
                """)))
                .isEqualTo(Map.of(
                        "line", "50", "method", "0", "class", "50", "file", "50", "package", "100", "module", "100"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "branch='true' condition-coverage='75% (3/4)'|75",
                "branch='TRUE' condition-coverage='100% ( 2 / 2 )'|100",
                "branch='true' condition-coverage='0%'|0",
                "branch='true' condition-coverage='50%'|50",
                "branch='false' condition-coverage='0% (0/2)'|",
                "branch='true'|"
            })
    void conditions_of_a_line_are_its_branches(String attributes, String percent) throws Exception {
        assertThat(read(classes("<class name='A' filename='a'><lines><line number='1' hits='1' " + attributes
                                + "/></lines></class>"))
                        .get("branch"))
                .isEqualTo(percent);
    }

    @Test
    void conditions_that_stand_alone_have_two_outcomes_each() throws Exception {
        assertThat(read(classes(
                        "<class name='A' filename='a'><lines><line number='1' hits='1' branch='true'><conditions>"
                                + "<condition number='0' type='jump' coverage='50%'/><condition number='1' type='jump' coverage='100%'/>"
                                + "</conditions></line></lines></class>")))
                .containsEntry("branch", "75");
    }

    @Test
    void lines_that_only_the_methods_have_count() throws Exception {
        assertThat(
                        read(
                                classes(
                                        "<class name='A' filename='a'><methods><method name='f' signature='()' hits='1'><lines>"
                                                + "<line number='1' hits='1'/><line number='2' hits='0'/></lines></method></methods><lines/></class>")))
                .containsEntry("line", "50")
                .containsEntry("method", "100");
    }

    @Test
    void the_line_of_a_declaration_that_only_the_method_has_does_not_count_beside_lines_of_the_class()
            throws Exception {
        // As Istanbul writes it.
        assertThat(read(classes(
                        "<class name='a.js' filename='a.js'><methods><method name='f' hits='1' signature='()V'><lines>"
                                + "<line number='1' hits='1'/></lines></method></methods><lines><line number='2' hits='1'/>"
                                + "<line number='3' hits='0'/></lines></class>")))
                .containsEntry("line", "50")
                .containsEntry("method", "100");
    }

    @Test
    void vectorcast_s_pairs_and_calls_are_read() throws Exception {
        assertThat(read(classes(
                        "<class name='A' filename='a'><lines><line number='1' hits='1' mcdcpair-coverage='50% (2/4)'"
                                + " functioncall-coverage='100% (1/1)'/></lines></class>")))
                .containsEntry("mcdcPair", "50")
                .containsEntry("functionCall", "100");
    }

    @Test
    void sums_count_where_the_report_has_no_classes() throws Exception {
        assertThat(
                        read(
                                "<coverage lines-covered='3' lines-valid='4' branches-covered='1' branches-valid='2'><packages/></coverage>"))
                .containsEntry("line", "75")
                .containsEntry("branch", "50");
    }

    @Test
    void the_root_of_the_sources_tells_files_of_one_name_apart() throws Exception {
        String one =
                "<coverage><sources><source>/build/one</source></sources><packages><package name=''><classes><class name='m' filename='m.py'>"
                        + "<lines><line number='1' hits='1'/></lines></class></classes></package></packages></coverage>";

        assertThat(read(one, one.replace("/build/one", "/build/two").replace("hits='1'", "hits='0'")))
                .containsEntry("line", "50");
        assertThat(read(one.replace("/build/one", project.toString()), "SF:m.py\nDA:1,0\nend_of_record\n"))
                .as("another format about the same file")
                .containsEntry("line", "100");
    }

    @Test
    void what_cannot_be_read_is_named_with_its_place() {
        assertThatThrownBy(
                        () -> read(classes("\n<class name='A' filename='a'><lines><line hits='1'/></lines></class>")))
                .isInstanceOf(UnreadableReportException.class)
                .hasMessageMatching("r0:2:\\d+ has a <line> without number");
        assertThatThrownBy(() -> read(classes(
                        "\n<class name='A' filename='a'><lines><line number='1' hits='lots'/></lines></class>")))
                .hasMessageMatching("r0:2:\\d+ has hits=\"lots\", which is not a count");
    }
}
