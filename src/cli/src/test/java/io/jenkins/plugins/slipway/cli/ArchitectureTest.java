package io.jenkins.plugins.slipway.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.jenkins.plugins.slipway", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NOBODY_USES_THE_COMMAND = noClasses()
            .that()
            .resideOutsideOfPackage("..slipway.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..slipway.cli..");

    @ArchTest
    static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS = noClasses()
            .that()
            .resideInAPackage("..slipway.cli..")
            .and()
            .doNotHaveSimpleName("Main")
            .should()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses()
            .that()
            .resideInAPackage("..slipway.cli..")
            .should()
            .callMethod(Thread.class, "sleep", long.class);
}
