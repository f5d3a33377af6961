package io.carillon.external;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.redis.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final String MARK = "    // README\n";

    @Test
    void theExampleInTheReadmeIsTheOneThatIsCompiled() throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/carillon/external/ReadmeExample.java"));
        String example = source.substring(source.indexOf(MARK) + MARK.length(), source.lastIndexOf(MARK));

        assertThat(Files.readString(Path.of("README.md"))).contains(example.indent(-4));
    }

    @Test
    void aBackendThatMayPublishThereMayNothingElse() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        int from = readme.indexOf("ACL SETUSER backend");
        try (RedisProcess redis = RedisProcess.started()) {
            assertThat(redis.ask(readme.substring(from, readme.indexOf('`', from))))
                    .startsWith("+OK");
            String asBackend = "AUTH backend secret\r\n";
            assertThat(redis.ask(asBackend + "PUBLISH user_noti:ada 1")).contains(":0");
            assertThat(redis.ask(asBackend + "PUBLISH carillon:s:e._ 1")).contains("-NOPERM");
            assertThat(redis.ask(asBackend + "GET a")).contains("-NOPERM");
        }
    }
}
