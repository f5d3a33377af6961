package io.carillon.jakarta.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.jakarta.ContainerAdapter;
import java.util.ServiceLoader;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theAdapterIsFound() {
        assertThat(ServiceLoader.load(ContainerAdapter.class)).hasOnlyElementsOfType(UndertowAdapter.class);
    }

    @Test
    void thePackageIsNullMarked() {
        assertThat(UndertowAdapter.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
