package io.jenkins.plugins.slipway.host;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.jenkins.plugins.slipway.testing.PackageTable;
import java.util.List;

/** Keeps CONTRIBUTING.md true for the daemon. */
@AnalyzeClasses(packages = "io.jenkins.plugins.slipway.host", importOptions = DoNotIncludeTests.class)
final class HostArchitectureTest {
    private static final String HOST = "io.jenkins.plugins.slipway.host";

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching(HOST + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_BELOW =
            slices().matching(HOST + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static void packages_use_only_what_their_rows_allow(JavaClasses all) {
        for (String base : List.of(HOST, HOST + ".router", HOST + ".environment")) {
            PackageTable.of(base).check(all);
        }
    }

    @ArchTest
    static final ArchRule THE_DAEMON_KNOWS_THE_ENGINE_ALONE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..slipway.cli..", "hudson..", "jenkins..", "org.jenkinsci..", "picocli..");

    @ArchTest
    static final ArchRule IT_CARRIES_OUT_AND_DECIDES_NOTHING_OF_THE_LIFECYCLE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..engine.build..", "..engine.deploy..", "..engine.gate..", "..engine.rollback..");

    @ArchTest
    static final ArchRule OF_THE_RECORDS_IT_KNOWS_THOSE_OF_OBJECTS = noClasses()
            .that()
            .resideOutsideOfPackage("..host.object..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..engine.store..");

    /** Standard error is the daemon's log; standard output goes nowhere. */
    @ArchTest
    static final ArchRule ITS_LOG_IS_STANDARD_ERROR = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS_OR_ENDS_THE_PROCESS = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule PACKAGES_ARE_NAMED_BY_THING =
            noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..", "..model..", "..impl..");
}
