package io.carillon.redis.jedis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JedisReadmeTest {
    @Test
    void theExampleOfTheReadmeIsTheOneThatIsCompiledHere() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/carillon/redis/jedis/ReadmeExample.java"));
        String example = source.substring(
                        source.indexOf("// example\n") + 11, source.indexOf("        // end of example"))
                .stripTrailing()
                .stripIndent();
        assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + example + "\n```");
    }
}
