package io.carillon.faults;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The faults see the API only; what they do is tested where there is a broker to break, in registry-local. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.carillon.faults");

    @Test
    void mainCodeDependsOnNothingElse() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.carillon",
                        "io.carillon.spi",
                        "io.carillon.faults..",
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(MAIN);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(MAIN.stream().map(found -> found.getPackage()).distinct())
                .isNotEmpty()
                .allMatch(found -> found.isAnnotatedWith(NullMarked.class));
    }
}
