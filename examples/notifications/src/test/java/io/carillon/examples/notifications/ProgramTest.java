package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.carillon.redis.RedisProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The program, as a process of its own. */
class ProgramTest {
    private static RedisProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void sigtermTellsClientsToComeBackAndEndsTheProcess() throws Exception {
        try (ChildProcess service = start(redis, Map.of("REDIS_POOL_SIZE", "7"))) {
            int port = portIn(service.awaitLine("listens on port"));
            try (Client ada = Client.of(port, "ada")) {
                Instances.awaitRegistered(port, 1);
                service.terminate();
                assertThat(ada.closeCode()).isEqualTo(1001);
            }
            assertThat(service.awaitExit()).as("within 30 s").isEqualTo(143);
            assertThat(service.errors())
                    .allSatisfy(line -> assertThat(JsonParser.parseString(line).isJsonObject())
                            .isTrue())
                    .filteredOn(line -> line.contains("REDIS_POOL_SIZE has no effect"))
                    .hasSize(1);
            assertThat(service.errors())
                    .anyMatch(line -> line.contains("\"Connected\"") && line.contains("\"ada\""))
                    .noneMatch(line -> line.contains("eyJ"));
        }
    }

    @Test
    void whenRedisDoesNotComeBackItEndsWithAClearLastLine() throws Exception {
        try (RedisProcess own = RedisProcess.started();
                ChildProcess service =
                        start(own, Map.of("REDIS_RECONNECT_ATTEMPTS", "3", "REDIS_RECONNECT_DELAY", "200ms"))) {
            int port = portIn(service.awaitLine("listens on port"));
            try (Client ada = Client.of(port, "ada")) {
                Instances.awaitRegistered(port, 1);
                own.kill();
                assertThat(ada.closeCode()).isEqualTo(1001);
            }
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.errors())
                    .last()
                    .asString()
                    .isEqualTo("carillon-notifications: gave up: Redis at 127.0.0.1:" + own.port()
                            + " did not come back, 3 attempts 200 ms apart");
        }
    }

    @Test
    void aPortInUseIsOneLineAndExitCode1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChildProcess service =
                        start(redis, Map.of("WS_PORT", "" + taken.getLocalPort(), "LOGGER_LEVEL", "error"))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.errors())
                    .containsExactly("carillon-notifications: port " + taken.getLocalPort()
                            + " is in use: stop what listens there, or set WS_PORT to another one");
        }
    }

    @Test
    void aRedisThatIsNotThereIsALineAndExitCode1() throws Exception {
        try (ChildProcess service = start(redis, Map.of("REDIS_PORT", "1", "LOGGER_LEVEL", "error"))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.errors())
                    .last()
                    .asString()
                    .startsWith("carillon-notifications: cannot reach Redis at 127.0.0.1:1");
        }
    }

    @Test
    void wrongSettingsAreListedAndExitCode1() throws Exception {
        try (ChildProcess service = start(redis, Map.of("WS_PORT", "no", "JWT_SECRET_KEY", "hunter2"))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.errors())
                    .containsExactlyInAnyOrder(
                            "carillon-notifications: the settings are wrong:",
                            "  WS_PORT is \"no\", expected a number from 0 to 65535",
                            "  JWT_SECRET_KEY has 7 bytes of UTF-8, expected 32 or more");
        }
    }

    private static ChildProcess start(RedisProcess redis, Map<String, String> variables) throws Exception {
        return ChildProcess.java(NotificationsMain.class, Instances.environment(redis, variables));
    }

    private static int portIn(String line) {
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }
}
