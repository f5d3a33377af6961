package io.carillon.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.RegistryListener;
import io.carillon.jakarta.TransportListener;
import io.carillon.local.InMemoryBackplane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final String MARK = "    // README\n";

    @Test
    void theExampleIsTheOneThatIsCompiled() throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/carillon/micrometer/ReadmeExample.java"));
        String example = source.substring(source.indexOf(MARK) + MARK.length(), source.lastIndexOf(MARK));
        assertThat(Files.readString(Path.of("README.md"))).contains(example.indent(-4));
    }

    @Test
    void theExampleWorks() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (InMemoryBackplane backplane = InMemoryBackplane.create()) {
            ReadmeExample.start(backplane, new RegistryListener() {}, meters);
            ReadmeExample.options(new TransportListener() {}, meters);
            assertThat(Meters.value(meters, "carillon.ready")).isEqualTo(1);
            assertThat(Meters.value(meters, "carillon.messages.received")).isZero();
        }
    }
}
