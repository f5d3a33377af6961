package io.carillon.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final String MARK = "    // README\n";

    @Test
    void theExampleInTheReadmeIsTheOneThatIsCompiled() throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/carillon/limits/ReadmeExample.java"));
        String example = source.substring(source.indexOf(MARK) + MARK.length(), source.lastIndexOf(MARK));

        assertThat(Files.readString(Path.of("README.md"))).contains(example.indent(-4));
    }
}
