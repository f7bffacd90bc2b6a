package io.backstitch.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The command line sits on top: it uses the others' doors, and ends the process in one place. */
class ArchitectureTest {
    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.backstitch.cli");

    private static final JavaClasses EVERYTHING =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(
                            "io.backstitch.cli", "io.backstitch.pipeline", "io.backstitch.sandbox");

    @Test
    void nobodyDependsOnTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.backstitch.cli..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.backstitch.cli.."))
                .check(EVERYTHING);
    }

    @Test
    void jobAndSandboxDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.backstitch.pipeline..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.backstitch.sandbox.."))
                .check(EVERYTHING);
        noClasses()
                .that()
                .resideInAPackage("io.backstitch.sandbox..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.backstitch.pipeline.."))
                .check(EVERYTHING);
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.backstitch.cli.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(MAIN);
    }
}
