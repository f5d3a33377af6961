package io.carillon.micrometer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.carillon.micrometer");

    @Test
    void mainCodeDependsOnTheHubTheTransportAndMicrometerAndNothingElse() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.carillon",
                        "io.carillon.spi",
                        "io.carillon.local",
                        "io.carillon.jakarta",
                        "io.carillon.micrometer..",
                        "io.micrometer..",
                        "java..",
                        "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void whoHasNoTransportOfOursNeedsNone() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.TransportMetrics(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.carillon.jakarta")
                .check(MAIN);
    }

    @Test
    void thePackageIsNullMarked() {
        assertThat(CarillonMetrics.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
