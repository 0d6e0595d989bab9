package io.jenkins.plugins.slipway.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By the description of tracefiles in geninfo(1), and as tools write them. */
final class LcovTest {
    /** As Node's own reporter, Istanbul and c8 write it. */
    private static final String NODE = """
            TN:
            SF:src/cart.js
            FN:1,constructor
            FN:4,total
            FN:9,constructor
            FNF:3
            FNH:2
            FNDA:5,constructor
            FNDA:2,total
            FNDA:0,constructor
            BRDA:1,0,0,5
            BRDA:4,1,0,2
            BRDA:4,1,1,0
            BRDA:9,2,0,-
            BRF:4
            BRH:2
            DA:1,5
            DA:4,2
            DA:5,0
            DA:9,1
            LH:3
            LF:4
            end_of_record
            """;

    @TempDir
    Path project;

    private Map<String, String> read(String... texts) throws Exception {
        return SampleReports.read(project, texts);
    }

    private static String record(String... lines) {
        return "TN:\nSF:a.c\n" + String.join("\n", lines) + "\nend_of_record\n";
    }

    @Test
    void lines_branches_and_functions_all_have_a_number() throws Exception {
        assertThat(read(NODE))
                .isEqualTo(Map.of(
                        "line", "75", "branch", "50", "method", "66.67", "file", "100", "package", "100", "module",
                        "100"));
    }

    @Test
    void windows_line_ends_change_nothing() throws Exception {
        assertThat(read(NODE.replace("\n", "\r\n"))).isEqualTo(read(NODE));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-, 0", "1, 100", "-3, 0", "18446744073709551615, 100", "1e+06, 100"})
    void a_branch_is_covered_if_it_was_taken(String taken, String percent) throws Exception {
        assertThat(read(record("DA:1,1", "BRDA:1,0,0," + taken))).containsEntry("branch", percent);
    }

    @Test
    void a_branch_may_be_an_expression_or_an_exception() throws Exception {
        assertThat(read(record("DA:1,1", "BRDA:1,0,f(a, b) && c,4", "BRDA:1,0,!(f(a, b) && c),0", "BRDA:1,e0,2,0")))
                .containsEntry("branch", "33.33");
    }

    @Test
    void the_same_file_in_several_records_is_merged_line_by_line_branch_by_branch_and_function_by_function()
            throws Exception {
        String unit =
                record("FN:1,f", "FN:5,g", "FNDA:1,f", "FNDA:0,g", "DA:1,1", "DA:5,0", "BRDA:1,0,0,1", "BRDA:1,0,1,0");
        String end =
                record("FN:1,f", "FN:5,g", "FNDA:0,f", "FNDA:2,g", "DA:1,0", "DA:5,7", "BRDA:1,0,0,0", "BRDA:1,0,1,1");

        Map<String, String> all = Map.of(
                "line", "100", "branch", "100", "method", "100", "file", "100", "package", "100", "module", "100");
        assertThat(read(unit + end)).isEqualTo(all);
        assertThat(read(unit, end)).as("in two reports").isEqualTo(all);
        assertThat(read(unit)).containsEntry("line", "50").containsEntry("branch", "50");
    }

    @Test
    void version_2_has_last_lines_aliases_conditions_and_comments() throws Exception {
        assertThat(read("""
                # made by version 2.3
                TN:unit
                SF:a.cpp
                VER:5d41402abc
                FN:3,9,std::max<int, int>(int, int)
                FNDA:2,std::max<int, int>(int, int)
                FNL:0,12,20
                FNA:0,0,alias_one
                FNA:0,4,alias_two
                FNL:1,30
                FNA:1,0,never
                FNF:3
                FNH:2
                # between
                DA:3,2,c4ca4238a0b923820dcc509a6f75849b
                DA:12,0
                MCDC:12,2,t,1,0,a
                MCDC:12,2,f,0,0,a
                MCDC:12,2,t,-,1,b, c
                MCDC:12,2,f,1,1,b, c
                MCF:4
                MCH:2
                end_of_record
                """))
                .containsEntry("method", "66.67")
                .containsEntry("line", "50")
                .containsEntry("mcdcPair", "50");
    }

    @Test
    void details_decide_and_sums_count_where_there_are_none() throws Exception {
        assertThat(read(record("DA:1,1", "DA:2,0", "LF:10", "LH:10", "FNF:4", "FNH:1", "BRF:8", "BRH:6")))
                .containsEntry("line", "50")
                .containsEntry("method", "25")
                .containsEntry("branch", "75");
        assertThat(read(record("LF:4", "LH:3"))).containsEntry("line", "75");
        assertThat(read(record("DA:1,1", "BRF:0", "BRH:0", "FNF:0", "FNH:0"))).doesNotContainKeys("branch", "method");
        assertThat(read(record("LF:4", "LH:3"), record("DA:1,1", "DA:2,0")))
                .as("of the same file")
                .containsEntry("line", "50");
    }

    @Test
    void functions_need_neither_a_place_nor_a_count() throws Exception {
        assertThat(read(record("DA:1,1", "FNDA:1,f", "FN:9,g"))).containsEntry("method", "50");
    }

    @Test
    void one_count_for_functions_of_one_name_is_of_each() throws Exception {
        assertThat(read(record("DA:1,1", "FN:1,f", "FN:2,f", "FNDA:3,f"))).containsEntry("method", "100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"./src/a.js", "src\\a.js", "src/../src/a.js", "src//a.js", "{project}/src/a.js"})
    void a_file_has_one_name_however_it_is_written(String path) throws Exception {
        assertThat(read(
                        "TN:\nSF:src/a.js\nDA:1,1\nDA:2,0\nend_of_record\n",
                        "SF:" + path.replace("{project}", project.toString()) + "\nDA:2,1\nend_of_record\n"))
                .containsEntry("line", "100");
    }

    @Test
    void paths_of_windows_are_paths() throws Exception {
        assertThat(read(
                        "SF:C:\\site\\src\\a.js\nDA:1,1\nend_of_record\nSF:c:/site/src/a.js\nDA:2,0\nDA:1,0\nend_of_record\n"
                                + "SF:C:\\site\\lib\\b.js\nDA:1,0\nend_of_record\n"))
                .containsEntry("file", "50")
                .containsEntry("package", "50")
                .containsEntry("line", "33.33");
    }

    @Test
    void relative_paths_of_two_packages_are_two_files() throws Exception {
        for (String each : new String[] {"one", "two"}) {
            Files.createDirectories(project.resolve("packages/" + each + "/src"));
            Files.createFile(project.resolve("packages/" + each + "/src/index.js"));
        }
        assertThat(new SampleReports(project)
                        .add("packages/one/coverage/lcov.info", "SF:src/index.js\nDA:1,1\nend_of_record\n")
                        .add("packages/two/coverage/lcov.info", "SF:src/index.js\nDA:1,0\nend_of_record\n")
                        .numbers())
                .containsEntry("line", "50")
                .containsEntry("file", "50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
    void a_shell_may_have_written_it_in_its_own_encoding(String encoding) throws Exception {
        byte[] bytes = ("\uFEFF" + NODE).getBytes(Charset.forName(encoding));

        assertThat(new SampleReports(project).add(bytes).numbers()).isEqualTo(read(NODE));
    }

    @Test
    void a_name_in_another_encoding_does_not_spoil_the_rest() throws Exception {
        byte[] bytes = "SF:caf\u00e9.c\nDA:1,1\nend_of_record\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(new SampleReports(project).add(bytes).numbers()).containsEntry("line", "100");
    }

    @Test
    void a_record_that_another_one_follows_needs_no_end() throws Exception {
        assertThat(read("SF:a\nDA:1,1\nSF:b\nDA:1,0\nend_of_record\n")).containsEntry("line", "50");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SF:a;DA:1,1|r0 ends before the end_of_record of a; it was cut off",
                "TN:;DA:1,1|r0:2 has ‘DA:1,1’ before the name of a source file (SF:)",
                "SF:a;DA:x,1;end_of_record|r0:2 has ‘DA:x,1’, which is no LCOV record",
                "SF:a;DA:1;end_of_record|r0:2 has ‘DA:1’, which is no LCOV record",
                "SF:a;BRDA:1,0,0;end_of_record|r0:2 has ‘BRDA:1,0,0’, which is no LCOV record",
                "SF:a;DA:1,many;end_of_record|r0:2 has ‘DA:1,many’, which is no LCOV record",
                "SF:a;DA:1,1;oops;end_of_record|r0:3 has ‘oops’, which is no LCOV record",
                "SF:;DA:1,1;end_of_record|r0:1 has ‘SF:’, which is no LCOV record",
                "SF:a;end_of_record|r0 contains no code"
            })
    void what_cannot_be_read_is_named_with_its_place(String text, String message) {
        assertThatThrownBy(() -> read(text.replace(';', '\n') + "\n"))
                .isInstanceOf(UnreadableReportException.class)
                .hasMessage(message);
    }
}
