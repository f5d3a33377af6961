package io.carillon.jwt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void mainCodeDependsOnTheTransportAndJjwtAndNothingElse() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.carillon",
                        "io.carillon.spi",
                        "io.carillon.jakarta",
                        "io.carillon.jwt..",
                        "io.jsonwebtoken..",
                        "java..",
                        "javax.crypto..",
                        "org.jspecify..",
                        "org.slf4j..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.carillon.jwt"));
    }

    @Test
    void thePackageIsNullMarked() {
        assertThat(JwtAuthenticator.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
