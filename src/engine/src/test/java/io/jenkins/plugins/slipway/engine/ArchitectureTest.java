package io.jenkins.plugins.slipway.engine;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.jenkins.plugins.slipway.testing.PackageTable;
import java.util.List;

/** Keeps CONTRIBUTING.md true. */
@AnalyzeClasses(packages = "io.jenkins.plugins.slipway.engine", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ENGINE = "io.jenkins.plugins.slipway.engine";

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching(ENGINE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_BELOW =
            slices().matching(ENGINE + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_JENKINS_NO_TERMINAL_NO_DAEMON = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hudson..",
                    "jenkins..",
                    "org.jenkinsci..",
                    "picocli..",
                    "io.netty..",
                    "..slipway.host..",
                    "..slipway.cli..");

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS_OR_ENDS_THE_PROCESS = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule THE_JOURNAL_AND_THE_CALLER_ARE_TOLD_NOT_A_LOGGER = noClasses()
            .should()
            .callMethodWhere(target(owner(resideInAnyPackage("java.util.logging..", "org.slf4j.."))));

    @ArchTest
    static final ArchRule PACKAGES_ARE_NAMED_BY_THING =
            noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..", "..model..", "..impl..");

    @ArchTest
    static final ArchRule EXCEPTIONS_ARE_THE_THREE_WAYS_TO_SAY_NO = classes()
            .that()
            .areAssignableTo(RuntimeException.class)
            .and()
            .resideOutsideOfPackage(ENGINE)
            .and()
            .arePublic()
            .should()
            .beAssignableTo(SlipwayException.class);

    @ArchTest
    static void packages_use_only_what_their_rows_allow(JavaClasses all) {
        for (String base : List.of(ENGINE, ENGINE + ".config", ENGINE + ".build")) {
            PackageTable.of(base).check(all);
        }
    }
}
