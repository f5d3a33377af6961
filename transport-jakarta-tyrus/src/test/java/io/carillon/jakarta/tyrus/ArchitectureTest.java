package io.carillon.jakarta.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.jakarta.ContainerAdapter;
import io.carillon.jakarta.HandshakeRefuser;
import java.util.ServiceLoader;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theAdapterIsFound() {
        assertThat(ServiceLoader.load(ContainerAdapter.class)).hasOnlyElementsOfType(TyrusAdapter.class);
    }

    @Test
    void theRefuserIsFound() {
        assertThat(ServiceLoader.load(HandshakeRefuser.class)).hasOnlyElementsOfType(TyrusRefuser.class);
    }

    @Test
    void thePackageIsNullMarked() {
        assertThat(TyrusAdapter.class.getPackage().isAnnotationPresent(NullMarked.class))
                .isTrue();
    }
}
