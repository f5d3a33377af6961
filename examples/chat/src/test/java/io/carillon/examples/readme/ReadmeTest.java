package io.carillon.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path ROOT = Path.of("../..");

    @Test
    void theExampleOfTheReadmeIsTheOneThatIsCompiledHere() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/carillon/examples/readme/ReadmeExample.java"));
        String example = source.substring(source.indexOf("// example\n") + 11, source.indexOf("    // end of example"))
                .stripTrailing()
                .stripIndent();
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```java\n" + example + "\n```");
    }

    @Test
    void theReadmeLinksToNothingThatIsNotThere() throws IOException {
        List<String> missing = new ArrayList<>();
        var links = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(ROOT.resolve("README.md")));
        int found = 0;
        while (links.find()) {
            found++;
            if (!Files.exists(ROOT.resolve(links.group(1)))) {
                missing.add(links.group(1));
            }
        }
        assertThat(found).isPositive();
        assertThat(missing).isEmpty();
    }
}
