package io.carillon.external;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.carillon.external");

    /** So it serves any registry, and any backplane with plain channels. */
    @Test
    void mainCodeDependsOnTheApiAndNothingElse() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.carillon",
                        "io.carillon.spi",
                        "io.carillon.external..",
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(MAIN);
    }

    @Test
    void thePackageIsNullMarked() {
        assertThat(ExternalMessages.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
