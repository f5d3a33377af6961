package io.carillon.jakarta.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.jakarta.ConnectionCutter;
import java.util.ServiceLoader;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theCutterIsFound() {
        assertThat(ServiceLoader.load(ConnectionCutter.class)).hasOnlyElementsOfType(TomcatCutter.class);
    }

    @Test
    void thePackageIsNullMarked() {
        assertThat(TomcatCutter.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
