package io.jenkins.plugins.slipway.target.git;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.jenkins.plugins.slipway.target.git", importOptions = DoNotIncludeTests.class)
final class GitTargetArchitectureTest {
    @ArchTest
    static final ArchRule IT_KNOWS_THE_PORT_AND_NOTHING_OF_THE_LIFECYCLE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..slipway.cli..",
                    "..slipway.host..",
                    "..engine.build..",
                    "..engine.deploy..",
                    "..engine.gate..",
                    "..engine.rollback..",
                    "..engine.store..");
}
