package io.carillon.limits;

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
            .importPackages("io.carillon.limits");

    @Test
    void mainCodeDependsOnTheTransportAndNothingElse() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.carillon",
                        "io.carillon.spi",
                        "io.carillon.jakarta",
                        "io.carillon.limits..",
                        "jakarta.websocket..",
                        "java..",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(MAIN);
    }

    @Test
    void timeAndChanceAreInjected() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(SystemRuntime.class.getName())
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom")
                .check(MAIN);
    }

    @Test
    void thePackageIsNullMarked() {
        assertThat(Limits.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
