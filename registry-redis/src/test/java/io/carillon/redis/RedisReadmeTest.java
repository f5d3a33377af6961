package io.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RedisReadmeTest {
    private static final String USER = "ACL SETUSER app on >password";

    /** What the README says that a user needs, for whoever tries whether it is enough. */
    static String rights() {
        String readme = readme();
        int from = readme.indexOf(USER) + USER.length();
        return readme.substring(from, readme.indexOf("```", from))
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** What it says that one needs besides, for plain channels. */
    static String channelRights() {
        String rights = "&user_noti:* +psubscribe +punsubscribe";
        assertThat(readme()).contains("`" + rights + "`");
        return rights;
    }

    /** What it says that is needed on a Cluster besides. */
    static String rightsOnACluster() {
        String readme = readme();
        int from = readme.indexOf("  +cluster|");
        return readme.substring(from, readme.indexOf("```", from)).strip();
    }

    @Test
    void theExampleOfTheReadmeIsTheOneThatIsCompiledHere() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/carillon/redis/ReadmeExample.java"));
        String example = source.substring(
                        source.indexOf("// example\n") + 11, source.indexOf("        // end of example"))
                .stripTrailing()
                .stripIndent();
        assertThat(readme()).contains("```java\n" + example + "\n```");
    }

    private static String readme() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
