package io.carillon.jakarta.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void thePackageIsNullMarked() {
        assertThat(GateFilter.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
