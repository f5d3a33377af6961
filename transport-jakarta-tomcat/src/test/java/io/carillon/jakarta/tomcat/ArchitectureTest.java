package io.carillon.jakarta.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.jakarta.ContainerAdapter;
import java.util.ServiceLoader;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theAdapterIsFound() {
        assertThat(ServiceLoader.load(ContainerAdapter.class)).hasOnlyElementsOfType(TomcatAdapter.class);
    }

    @Test
    void thePackageIsNullMarked() {
        assertThat(TomcatAdapter.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
