package io.carillon.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ModulePathTest {

    @Test
    void aMessageGoesRoundWhereEverythingIsAModule() throws Exception {
        String path = Path.of("target", "classes")
                + File.pathSeparator
                + Files.readString(Path.of("target", "module-path.txt")).strip();
        Path output = Path.of("target", "output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        path,
                        "-m",
                        "io.carillon.consumer/io.carillon.consumer.Main")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).as(Files.readString(output)).isTrue();
        assertThat(Files.readString(output))
                .contains("received: hello")
                .contains("modules: io.carillon.consumer io.carillon.local io.carillon.jakarta");
        assertThat(process.exitValue()).isZero();
    }
}
