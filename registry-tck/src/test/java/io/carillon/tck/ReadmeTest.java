package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    @Test
    void theExampleOfTheReadmeIsTheOneThatIsCompiledHere() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/carillon/tck/ReadmeExample.java"));
        String example = source.substring(source.indexOf("// example\n") + 11, source.indexOf("    // end of example"))
                .stripTrailing()
                .stripIndent()
                .replace("static class", "class");
        assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + example + "\n```");
    }
}
