package io.carillon.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final String MARK = "    // README\n";

    @Test
    void theExampleIsTheOneThatIsCompiled() throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/carillon/health/ReadmeExample.java"));
        String example = source.substring(source.indexOf(MARK) + MARK.length(), source.lastIndexOf(MARK));
        assertThat(Files.readString(Path.of("README.md"))).contains(example.indent(-4));
    }

    @Test
    void theExampleWorks() {
        try (InMemoryBackplane backplane = InMemoryBackplane.create();
                Hub hub = Hub.builder()
                        .backplane(backplane)
                        .start()
                        .toCompletableFuture()
                        .join()) {
            assertThat(ReadmeExample.answer(hub, backplane)
                            .toCompletableFuture()
                            .join())
                    .startsWith("200 ");
        }
    }
}
