package io.backstitch.sandbox.customerio;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The stand-in judges the pipeline's work, so it knows nothing about it. */
@AnalyzeClasses(
        packages = "io.backstitch.sandbox.customerio",
        importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_NOTHING_ELSE_OF_THE_PROJECT =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.backstitch.pipeline..",
                            "io.backstitch.schemas..",
                            "io.backstitch.cli..",
                            "io.backstitch.sandbox.page..",
                            "io.backstitch.sandbox.kafka..",
                            "io.backstitch.sandbox.registry..",
                            "io.backstitch.sandbox.shoppers..");
}
