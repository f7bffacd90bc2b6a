package io.backstitch.sandbox;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The stand-in must not know the job: it would agree with the job's mistakes. */
class ArchitectureTest {
    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.backstitch.sandbox");

    private static final JavaClasses ALL =
            new ClassFileImporter()
                    .importPackages("io.backstitch.sandbox", "io.backstitch.testing");

    @Test
    void sharesNoClassWithTheJob() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "io.backstitch.pipeline..",
                                "io.backstitch.cli..",
                                "org.apache.flink.."))
                .check(ALL);
    }

    @Test
    void theStandInDoesNotKnowTheTrafficSide() {
        noClasses()
                .that()
                .resideInAPackage("io.backstitch.sandbox.customerio..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.backstitch.sandbox.shoppers.."))
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.backstitch.sandbox.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void testsAreJUnitFive() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.junit", "org.junit.runner..", "junit.."))
                .check(ALL);
    }
}
