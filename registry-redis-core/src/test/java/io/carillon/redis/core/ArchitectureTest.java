package io.carillon.redis.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What the Redis backplanes have in common sees the API and a logger; no driver, no hub, no transport. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter().importPath(Path.of("target/classes"));

    private static final ArchRule DEPENDENCIES = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.carillon",
                    "io.carillon.spi",
                    "io.carillon.redis.core",
                    "java..",
                    "org.jspecify..",
                    "org.slf4j..");

    @Test
    void mainCodeDependsOnNothingElse() {
        DEPENDENCIES.check(MAIN);
    }

    @Test
    void theRuleSeesAForbiddenDependency() {
        JavaClasses broken = new ClassFileImporter().importClasses(Awaits.class);

        assertThatThrownBy(() -> DEPENDENCIES.check(broken)).hasMessageContaining("org.awaitility.Awaitility");
    }

    @Test
    void onlyWhatABackplaneNeedsIsPublic() {
        assertThat(MAIN.stream()
                        .filter(found ->
                                found.isTopLevelClass() && found.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "Backoff",
                        "Deployment",
                        "RedisCore",
                        "RedisDriver",
                        "RedisOptions",
                        "RedisOptionsBuilder",
                        "RedisRefusedException",
                        "RedisWire",
                        "WireCommand");
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(MAIN.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allMatch(found -> found.isAnnotatedWith(NullMarked.class));
    }

    private static final class Awaits {
        @Override
        public String toString() {
            return Awaitility.await().toString();
        }
    }
}
