package io.backstitch.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The model must not be able to repeat a mistake of what it is compared with. */
class ModelIsolationTest {
    @Test
    void theModelKnowsJavaAndItselfOnly() {
        classes()
                .that()
                .haveSimpleNameNotEndingWith("Test")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.backstitch.model")
                .check(new ClassFileImporter().importPackages("io.backstitch.model"));
    }
}
