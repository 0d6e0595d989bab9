package io.jenkins.plugins.slipway.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.jenkins.plugins.slipway.testing.PackageTable;

@AnalyzeClasses(packages = "io.jenkins.plugins.slipway", importOptions = DoNotIncludeTests.class)
class CommandArchitectureTest {
    private static final String CLI = "io.jenkins.plugins.slipway.cli";

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching(CLI + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static void packages_use_only_what_their_rows_allow(JavaClasses all) {
        PackageTable.of(CLI).check(all);
    }

    @ArchTest
    static final ArchRule NOBODY_USES_THE_COMMAND = noClasses()
            .that()
            .resideOutsideOfPackage("..slipway.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..slipway.cli..");

    /** The command's, and that of the run that the launcher learns classes from. */
    @ArchTest
    static final ArchRule ONLY_MAIN_METHODS_OF_PROGRAMS_END_THE_PROCESS = noClasses()
            .that()
            .resideInAPackage("..slipway.cli..")
            .and()
            .doNotHaveSimpleName("Main")
            .and()
            .doNotHaveSimpleName("ClassDataTraining")
            .should()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses()
            .that()
            .resideInAPackage("..slipway.cli..")
            .should()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule WHERE_OUTPUT_GOES_IS_SAID_BY_MAIN_ALONE = noClasses()
            .that()
            .resideInAPackage("..slipway.cli..")
            .and()
            .doNotHaveSimpleName("Main")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule ARROWS_RUN_ONE_WAY = noClasses()
            .that()
            .resideInAPackage("..slipway.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..slipway.host..");

    @ArchTest
    static final ArchRule NO_JENKINS = noClasses()
            .that()
            .resideInAPackage("..slipway..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..");
}
