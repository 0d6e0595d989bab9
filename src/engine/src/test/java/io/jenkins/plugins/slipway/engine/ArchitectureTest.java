package io.jenkins.plugins.slipway.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps CONTRIBUTING.md true. */
@AnalyzeClasses(packages = "io.jenkins.plugins.slipway.engine", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ENGINE = "io.jenkins.plugins.slipway.engine";
    private static final Pattern ROW = Pattern.compile("^(\\w+) +-> (.+)$", Pattern.MULTILINE);

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching(ENGINE + ".(*)..").should().beFreeOfCycles();

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
    static void each_package_uses_only_what_its_row_allows(JavaClasses all) throws IOException {
        Map<String, String> table = table();
        table.forEach((name, allowed) -> {
            String[] packages = (allowed.equals("nothing")
                            ? Stream.of(name)
                            : Stream.concat(Stream.of(name), Arrays.stream(allowed.split(", *"))))
                    .map(other -> ENGINE + "." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ENGINE + "." + name + "..")
                    .should()
                    .dependOnClassesThat(resideInAPackage(ENGINE + ".*..")
                            .and(not(resideInAnyPackage(packages)))
                            .as("other packages than its row in CONTRIBUTING.md allows"))
                    .check(all);
        });
    }

    @ArchTest
    static void each_package_has_a_row_and_says_what_it_is_for(JavaClasses all) throws IOException {
        assertThat(all.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals(ENGINE))
                        .map(name -> name.substring(ENGINE.length() + 1).replaceFirst("\\..*", ""))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(table().keySet());
        assertThat(all.get(ENGINE + ".package-info").getPackage().getSubpackages())
                .allSatisfy(one -> assertThat(one.tryGetPackageInfo()).isPresent())
                .extracting(JavaPackage::getName)
                .isNotEmpty();
    }

    private static Map<String, String> table() throws IOException {
        Map<String, String> table = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("../../CONTRIBUTING.md")))
                .results()
                .forEach(row -> table.put(row.group(1), row.group(2).strip()));
        return table;
    }
}
