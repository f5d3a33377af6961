package io.carillon.redis.jedis;

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

/** The Jedis backplane sees the API, what it has in common with others, and its driver; no hub, no transport. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter().importPath(Path.of("target/classes"));

    private static final ArchRule DEPENDENCIES = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.carillon",
                    "io.carillon.spi",
                    "io.carillon.redis.jedis",
                    "io.carillon.redis.core",
                    "redis.clients.jedis..",
                    "java..",
                    "javax.net.ssl",
                    "org.jspecify..");

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
    void onlyTheBackplaneAndItsBuilderArePublic() {
        assertThat(MAIN.stream()
                        .filter(found ->
                                found.isTopLevelClass() && found.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder("JedisBackplane", "JedisBackplaneBuilder");
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
