package io.carillon.jakarta.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void thePackageIsNullMarked() {
        assertThat(GateHandler.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
