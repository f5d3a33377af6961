package io.carillon.jakarta.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.jakarta.ConnectionCutter;
import java.util.ServiceLoader;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theCutterIsFound() {
        assertThat(ServiceLoader.load(ConnectionCutter.class)).hasOnlyElementsOfType(UndertowCutter.class);
    }

    @Test
    void thePackageIsNullMarked() {
        assertThat(UndertowCutter.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
