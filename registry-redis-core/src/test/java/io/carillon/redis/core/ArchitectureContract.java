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
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Every Redis module sees the API, {@code registry-redis-core} and what it names itself; no hub, no transport, no other backplane. */
public abstract class ArchitectureContract {
    private static final JavaClasses MAIN = new ClassFileImporter().importPath(Path.of("target/classes"));

    private final ArchRule dependencies;
    private final List<String> open;

    /** With the packages that a module sees beside what all of them see, and the names of its public classes. */
    protected ArchitectureContract(List<String> packages, List<String> open) {
        Stream<String> all =
                Stream.of("io.carillon", "io.carillon.spi", "io.carillon.redis.core", "java..", "org.jspecify..");
        this.dependencies = classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(all, packages.stream()).toArray(String[]::new));
        this.open = open;
    }

    @Test
    void mainCodeDependsOnNothingElse() {
        dependencies.check(MAIN);
    }

    @Test
    void theRuleSeesAForbiddenDependency() {
        JavaClasses broken = new ClassFileImporter().importClasses(Awaits.class);

        assertThatThrownBy(() -> dependencies.check(broken)).hasMessageContaining("org.awaitility.Awaitility");
    }

    @Test
    void onlyWhatOthersNeedIsPublic() {
        assertThat(MAIN.stream()
                        .filter(found ->
                                found.isTopLevelClass() && found.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrderElementsOf(open);
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
