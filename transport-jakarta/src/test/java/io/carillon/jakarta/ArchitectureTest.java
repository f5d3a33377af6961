package io.carillon.jakarta;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** The transport sees the API and the standard WebSocket API; no Hub, no container. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.carillon.jakarta");

    private static final ArchRule DEPENDENCIES = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.carillon",
                    "io.carillon.spi",
                    "io.carillon.jakarta..",
                    "jakarta.websocket..",
                    "java..",
                    "org.jspecify..",
                    "org.slf4j..");

    @Test
    void mainCodeDependsOnNothingElse() {
        DEPENDENCIES.check(MAIN);
    }

    @Test
    void theRuleSeesAForbiddenDependency() {
        JavaClasses broken = new ClassFileImporter().importClasses(Mocks.class);

        assertThatThrownBy(() -> DEPENDENCIES.check(broken)).hasMessageContaining("org.mockito.Mockito");
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(MAIN.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allSatisfy(ArchitectureTest::isNullMarked);
    }

    private static void isNullMarked(JavaPackage found) {
        assertThat(found.isAnnotatedWith(NullMarked.class)).as(found.getName()).isTrue();
    }

    private static final class Mocks {
        @Override
        public String toString() {
            return Mockito.mock(Object.class).toString();
        }
    }
}
