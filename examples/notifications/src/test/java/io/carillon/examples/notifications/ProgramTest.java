package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.carillon.redis.RedisProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
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
    void itsLogsSayWhomTheyAreAboutAndNothingPrivate() throws Exception {
        try (ChildProcess service = start(redis, Map.of("LOGGER_LEVEL", "debug"))) {
            int port = portIn(service.awaitLine("listens on port"));
            try (Client ada = Client.of(port, "ada")) {
                Instances.awaitListening(redis, "ada", 1);
                Instances.publish(redis, "ada", "{\"kind\":\"hunter2\"}");
                Instances.publish(redis, "ada", "{\"type\":\"marker\",\"payload\":\"hunter2\"}");
                ada.say("hunter2");
                assertThat(ada.hears().get("type").getAsString()).isEqualTo("marker");
            }
            Instances.awaitConnections(port, 0);
            assertThat(Client.refusal(port, "?token=hunter2")).isEqualTo(401);
            service.terminate();
            service.awaitExit();
            List<JsonObject> lines = service.errors().stream()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
            assertThat(withMessage(lines, "Connected"))
                    .satisfies(
                            line -> assertThat(line.get("user").getAsString()).isEqualTo("ada"))
                    .satisfies(line -> assertThat(line.get("connection").getAsString())
                            .endsWith("@" + line.get("instance").getAsString()));
            assertThat(withMessage(lines, "Disconnected").get("code").getAsInt())
                    .isEqualTo(1000);
            assertThat(lines)
                    .anyMatch(line -> line.get("message").getAsString().startsWith("skipped what was published"));
            assertThat(service.errors())
                    .noneMatch(
                            line -> line.contains("hunter2") || line.contains("eyJ") || line.contains(Client.SECRET));
        }
    }

    private static JsonObject withMessage(List<JsonObject> lines, String message) {
        return lines.stream()
                .filter(line -> line.get("message").getAsString().equals(message))
                .findFirst()
                .orElseThrow();
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
