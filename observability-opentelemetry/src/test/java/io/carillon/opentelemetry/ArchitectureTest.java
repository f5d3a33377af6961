package io.carillon.opentelemetry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void mainCodeDependsOnTheHubAndTheApiOfOpenTelemetryAndNothingElse() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.carillon",
                        "io.carillon.spi",
                        "io.carillon.local",
                        "io.opentelemetry.api..",
                        "io.opentelemetry.context..",
                        "io.carillon.opentelemetry..",
                        "java..",
                        "org.jspecify..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.carillon.opentelemetry"));
    }

    @Test
    void thePackageIsNullMarked() {
        assertThat(CarillonTracing.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
