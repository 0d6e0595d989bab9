package io.jenkins.plugins.slipway.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clover, OpenCover, PIT and JaCoCo; the numbers are counted by hand. */
final class XmlCoverageTest {
    @TempDir
    Path project;

    private Map<String, String> read(String... texts) throws Exception {
        return SampleReports.read(project, texts);
    }

    @Test
    void clover_has_lines_methods_classes_and_two_outcomes_of_each_condition() throws Exception {
        assertThat(read("""
                <coverage generated="1" clover="4.4.1"><project name="shop" timestamp="1">
                <package name="shop"><file name="Cart.java" path="/x/Cart.java">
                <class name="Cart"><metrics elements="6" coveredelements="3" methods="2" coveredmethods="1"/></class>
                <class name="Empty"><metrics elements="3" coveredelements="0" methods="1" coveredmethods="0"/></class>
                <line num="3" type="method" signature="add()" count="1"/>
                <line num="4" type="stmt" count="1"/>
                <line num="5" type="cond" truecount="7" falsecount="0"/>
                <line num="6" type="stmt" count="0"/>
                <line num="9" type="method" signature="drop()" count="0"/>
                </file></package></project>
                <testproject name="tests"><file name="CartTest.java" path="/x/CartTest.java"><line num="1" type="stmt" count="1"/></file></testproject>
                </coverage>
                """))
                .isEqualTo(Map.of(
                        "line", "66.67", "branch", "50", "method", "50", "class", "50", "file", "100", "package", "100",
                        "module", "100"));
    }

    @Test
    void istanbul_s_clover_has_covered_and_missed_branches_instead() throws Exception {
        assertThat(read("""
                <coverage generated="1" clover="3.2.0"><project name="All files">
                <metrics statements="3" coveredstatements="2" conditionals="5" coveredconditionals="4" methods="2" coveredmethods="1"/>
                <file name="a.js" path="/x/a.js">
                <metrics statements="3" coveredstatements="2" conditionals="5" coveredconditionals="4" methods="2" coveredmethods="1"/>
                <line num="1" count="1" type="stmt"/><line num="2" count="3" type="cond" truecount="4" falsecount="1"/>
                <line num="3" count="0" type="stmt"/>
                </file></project></coverage>
                """))
                .containsEntry("line", "66.67")
                .containsEntry("branch", "80")
                .containsEntry("method", "50");
    }

    @Test
    void phpunit_s_clover_has_files_without_a_package_and_no_conditions() throws Exception {
        assertThat(read("""
                <coverage generated="1"><project timestamp="1">
                <file name="/x/Cart.php"><class name="Cart" namespace="global"><metrics methods="1" coveredmethods="1" statements="2" coveredstatements="1" elements="3" coveredelements="2"/></class>
                <line num="3" type="method" name="add" visibility="public" count="2"/><line num="4" type="stmt" count="2"/><line num="5" type="stmt" count="0"/>
                <metrics loc="9" classes="1" methods="1" coveredmethods="1" conditionals="0" coveredconditionals="0" statements="2" coveredstatements="1"/>
                </file></project></coverage>
                """))
                .containsEntry("line", "50")
                .containsEntry("method", "100")
                .containsEntry("class", "100")
                .doesNotContainKey("branch");
    }

    @Test
    void opencover_has_points_lines_and_branches_and_needs_no_sums() throws Exception {
        assertThat(read("""
                <CoverageSession><Modules><Module hash="1"><ModulePath>a.dll</ModulePath><ModuleName>a</ModuleName>
                <Files><File uid="1" fullPath="C:\\p\\A.cs"/><File uid="2" fullPath="C:\\p\\B.cs"/></Files><Classes>
                <Class><FullName>N.A</FullName><Methods><Method visited="true"><Name>System.Void N.A::F()</Name><FileRef uid="1"/>
                <SequencePoints>
                <SequencePoint vc="1" offset="0" sl="3" sc="1" el="3" ec="9"/>
                <SequencePoint vc="0" offset="4" sl="4" sc="1" el="4" ec="5"/>
                <SequencePoint vc="2" offset="9" sl="4" sc="7" el="4" ec="9"/>
                <SequencePoint vc="0" offset="12" sl="5" sc="1" el="5" ec="9"/>
                </SequencePoints>
                <BranchPoints><BranchPoint vc="1" ordinal="0" offset="2" sl="3" path="0"/><BranchPoint vc="0" ordinal="1" offset="2" sl="3" path="1"/></BranchPoints>
                </Method></Methods></Class>
                <Class><FullName>N.B</FullName><Methods><Method visited="false"><Name>System.Void N.B::G()</Name><FileRef uid="2"/>
                <SequencePoints><SequencePoint vc="0" offset="0" sl="1" sc="1" el="1" ec="2" fileid="2"/></SequencePoints></Method></Methods></Class>
                <Class skippedDueTo="Filter"><FullName>N.C</FullName><Methods/></Class>
                </Classes></Module><Module skippedDueTo="Filter"><ModuleName>b</ModuleName></Module></Modules></CoverageSession>
                """))
                .isEqualTo(Map.of(
                        "instruction",
                        "40",
                        "line",
                        "50",
                        "branch",
                        "50",
                        "method",
                        "50",
                        "class",
                        "50",
                        "file",
                        "50",
                        "package",
                        "100",
                        "module",
                        "100"));
    }

    private static String mutation(String status, boolean detected, int line, int index) {
        return "<mutation detected='" + detected + "' status='" + status + "'><sourceFile>A.java</sourceFile>"
                + "<mutatedClass>p.A</mutatedClass><mutatedMethod>f</mutatedMethod><methodDescription>()V</methodDescription>"
                + "<lineNumber>" + line + "</lineNumber><mutator>M</mutator><indexes><index>" + index
                + "</index></indexes><blocks><block>0</block></blocks><killingTest/></mutation>";
    }

    private static final String PIT = "<mutations partial='true'>" + mutation("KILLED", true, 3, 1)
            + mutation("SURVIVED", false, 3, 2) + mutation("NO_COVERAGE", false, 4, 3)
            + mutation("TIMED_OUT", true, 5, 4)
            + "</mutations>";

    @Test
    void pit_has_the_share_of_all_mutants_and_of_those_that_a_test_reached() throws Exception {
        assertThat(read(PIT)).containsEntry("mutation", "50").containsEntry("testStrength", "66.67");
        assertThat(read(PIT, "<mutations>" + mutation("KILLED", true, 4, 3) + "</mutations>"))
                .as("the same mutant, detected by another run")
                .containsEntry("mutation", "75")
                .containsEntry("testStrength", "75");
    }

    private static final String JACOCO = """
            <!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="all">
            <group name="one"><package name="p"><class name="p/A" sourcefilename="A.java">
            <method name="f" desc="()V" line="1"><counter type="INSTRUCTION" missed="2" covered="8"/><counter type="METHOD" missed="0" covered="1"/></method>
            <method name="g" desc="()V" line="9"><counter type="INSTRUCTION" missed="5" covered="0"/><counter type="METHOD" missed="1" covered="0"/></method>
            <counter type="CLASS" missed="0" covered="1"/></class>
            <sourcefile name="A.java"><line nr="1" mi="0" ci="8" mb="1" cb="3"/><line nr="2" mi="2" ci="0" mb="0" cb="0"/>
            <counter type="INSTRUCTION" missed="7" covered="8"/><counter type="BRANCH" missed="1" covered="3"/><counter type="LINE" missed="1" covered="1"/></sourcefile>
            </package></group>
            <group name="two"><package name="p"><class name="p/A" sourcefilename="A.java"><counter type="INSTRUCTION" missed="5" covered="0"/><counter type="LINE" missed="2" covered="0"/>
            <counter type="CLASS" missed="1" covered="0"/></class></package></group>
            </report>
            """;

    @Test
    void jacoco_has_groups_and_counts_what_its_lines_do_not_show() throws Exception {
        assertThat(read(JACOCO))
                .isEqualTo(Map.of(
                        "instruction",
                        "40",
                        "line",
                        "25",
                        "branch",
                        "75",
                        "method",
                        "50",
                        "class",
                        "50",
                        "file",
                        "50",
                        "package",
                        "50",
                        "module",
                        "50"));
    }

    @Test
    void the_lines_of_mutants_do_not_mix_with_those_of_all_the_code() throws Exception {
        assertThat(read(JACOCO, PIT)).containsEntry("line", "25").containsEntry("mutation", "50");
    }
}
