package io.backstitch.pipeline;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

/** The shape of the job: which stage may know which, and what none of them may do. */
class ArchitectureTest {
    private static final String ROOT = "io.backstitch.pipeline";

    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    private static final JavaClasses ALL =
            new ClassFileImporter().importPackages(ROOT, "io.backstitch.testing");

    /** The stages whose results must be a function of their input. */
    private static final String[] DETERMINISTIC = {
        ROOT + ".record..",
        ROOT + ".ingest..",
        ROOT + ".normalise..",
        ROOT + ".identity..",
        ROOT + ".person.."
    };

    @Test
    void stagesKnowOnlyWhatComesBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("record")
                .definedBy(ROOT + ".record..")
                .layer("balance")
                .definedBy(ROOT + ".balance..")
                .layer("normalise")
                .definedBy(ROOT + ".normalise..")
                .layer("ingest")
                .definedBy(ROOT + ".ingest..")
                .layer("person")
                .definedBy(ROOT + ".person..")
                .layer("identity")
                .definedBy(ROOT + ".identity..")
                .layer("deliver")
                .definedBy(ROOT + ".deliver..")
                .layer("registry")
                .definedBy(ROOT + ".registry..")
                .layer("kafka")
                .definedBy(ROOT + ".kafka..")
                .layer("options")
                .definedBy(ROOT + ".options..")
                .layer("job")
                .definedBy(ROOT + ".job..")
                .whereLayer("job")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("kafka")
                .mayOnlyBeAccessedByLayers("job")
                .whereLayer("deliver")
                .mayOnlyBeAccessedByLayers("job")
                .whereLayer("identity")
                .mayOnlyBeAccessedByLayers("job")
                .whereLayer("person")
                .mayOnlyBeAccessedByLayers("identity", "job")
                .whereLayer("ingest")
                .mayOnlyBeAccessedByLayers("job")
                .whereLayer("normalise")
                .mayOnlyBeAccessedByLayers("ingest", "job")
                .whereLayer("balance")
                .mayOnlyBeAccessedByLayers("ingest", "identity", "deliver", "job")
                .whereLayer("balance")
                .mayOnlyAccessLayers("record")
                .whereLayer("registry")
                .mayOnlyBeAccessedByLayers("ingest", "kafka", "job")
                .whereLayer("registry")
                .mayOnlyAccessLayers("options")
                .whereLayer("options")
                .mayNotAccessAnyLayer()
                .whereLayer("record")
                .mayNotAccessAnyLayer()
                .check(MAIN);
    }

    @Test
    void everyClassBelongsToAStage() {
        classes()
                .that()
                .haveSimpleNameNotEndingWith("package-info")
                .should()
                .resideInAnyPackage(
                        ROOT + ".record..",
                        ROOT + ".balance..",
                        ROOT + ".ingest..",
                        ROOT + ".normalise..",
                        ROOT + ".identity..",
                        ROOT + ".person..",
                        ROOT + ".deliver..",
                        ROOT + ".options..",
                        ROOT + ".registry..",
                        ROOT + ".kafka..",
                        ROOT + ".job..")
                .check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void optionsLiveInOptionsClasses() {
        fields().that()
                .haveRawType(ConfigOption.class)
                .should()
                .beDeclaredInClassesThat()
                .haveSimpleNameEndingWith("Options")
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void resultsDependOnNeitherTheWallClockNorChance() {
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should()
                .callCodeUnitWhere(readsClockOrChance())
                .check(MAIN);
    }

    @Test
    void theClockRuleSeesWhatItForbids() {
        JavaClasses guilty = new ClassFileImporter().importClasses(Guilty.class);

        assertThatThrownBy(
                        () ->
                                noClasses()
                                        .should()
                                        .callCodeUnitWhere(readsClockOrChance())
                                        .check(guilty))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Instant.now()")
                .hasMessageContaining("Random.<init>()")
                .hasMessageNotContaining("Random.<init>(long)");
    }

    @Test
    void nothingFallsBackToKryoOrUnsafe() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "com.esotericsoftware..", "sun.misc..", "jdk.internal.."))
                .check(MAIN);
    }

    @Test
    void loggingKeepsToWhatSlf4jOneHas() {
        // A Flink cluster may put SLF4J 1.7 on the class path; atInfo() is not in it.
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.slf4j.spi..", "org.slf4j.event.."))
                .check(MAIN);
    }

    @Test
    void theJobNeverSeesTheSandbox() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.backstitch.sandbox.."))
                .check(MAIN);
    }

    @Test
    void testsAreJUnitFive() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.junit", "org.junit.runner..", "junit.."))
                .check(ALL);
    }

    private static DescribedPredicate<JavaCall<?>> readsClockOrChance() {
        Map<String, Set<String>> forbidden =
                Map.of(
                        "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
                        "java.lang.Math", Set.of("random"),
                        "java.time.Instant", Set.of("now"),
                        "java.time.LocalDate", Set.of("now"),
                        "java.time.LocalDateTime", Set.of("now"),
                        "java.time.ZonedDateTime", Set.of("now"),
                        "java.time.OffsetDateTime", Set.of("now"),
                        "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"),
                        "java.util.UUID", Set.of("randomUUID"),
                        "java.util.concurrent.ThreadLocalRandom", Set.of("current"));
        Set<String> newForbidden =
                Set.of("java.util.Random", "java.security.SecureRandom", "java.util.Date");
        return describe(
                "reads the wall clock or chance",
                call -> {
                    String owner = call.getTargetOwner().getName();
                    String name = call.getTarget().getName();
                    boolean argumentless = call.getTarget().getRawParameterTypes().isEmpty();
                    return forbidden.getOrDefault(owner, Set.of()).contains(name)
                            || (newForbidden.contains(owner)
                                    && name.equals("<init>")
                                    && argumentless);
                });
    }

    private static final class Guilty {
        Instant now() {
            return Instant.now();
        }

        Random chance() {
            return new Random();
        }

        Random seeded() {
            return new Random(7);
        }
    }
}
