package io.jenkins.plugins.slipway.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.jenkins.plugins.slipway", importOptions = DoNotIncludeTests.class)
final class BenchArchitectureTest {
    @ArchTest
    static final ArchRule NOBODY_USES_THE_MEASUREMENTS = noClasses()
            .that()
            .resideOutsideOfPackage("..slipway.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..slipway.bench..");

    @ArchTest
    static final ArchRule NO_JENKINS = noClasses()
            .that()
            .resideInAPackage("..slipway.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..");
}
