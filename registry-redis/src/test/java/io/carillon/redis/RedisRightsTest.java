package io.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.carillon.BackplaneUnavailableException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rights that the README lists: none is missing there, see {@link RedisStoreTest}, and here: none is too many. */
class RedisRightsTest {
    private static final String SECRET = "s3cr3t-and-long";

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void withoutAnyOneOfThemTheStartFailsAndNamesIt() {
        List<String> rights = Arrays.asList(RedisReadmeTest.rights().split(" "));
        List<String> commands =
                rights.stream().filter(right -> right.startsWith("+")).toList();
        assertThat(commands).hasSizeGreaterThan(30);
        for (String missing : commands) {
            String others =
                    rights.stream().filter(right -> !right.equals(missing)).collect(Collectors.joining(" "));
            assertThat(redis.ask("ACL SETUSER app reset on >" + SECRET + " " + others))
                    .startsWith("+OK");
            Throwable error =
                    catchThrowable(() -> place.backplane("redis://app:" + SECRET + "@127.0.0.1:" + redis.port()));
            assertThat(error)
                    .as("without %s", missing)
                    .isInstanceOf(BackplaneUnavailableException.class)
                    .hasMessageContaining("a right is missing");
            assertThat(error.getMessage().toLowerCase(Locale.ROOT))
                    .contains(missing.replaceAll("^.|[|].*", ""))
                    .doesNotContain(SECRET);
        }
    }
}
