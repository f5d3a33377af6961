package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.redis.RedisProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The jar has all that it needs, and its parts find each other in it. */
class RunnableJarIT {
    @Test
    void theJarServesNotifications() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (RedisProcess redis = RedisProcess.started();
                ChildProcess service = ChildProcess.start(
                        List.of(java, "-jar", "target/carillon-notifications.jar"),
                        Path.of("").toAbsolutePath(),
                        Instances.environment(redis, Map.of()))) {
            String line = service.awaitLine("listens on port");
            int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            assertThat(Client.refusal(port, "?token=none")).isEqualTo(401);
            try (Client ada = Client.of(port, "ada")) {
                Instances.awaitListening(redis, "ada", 1);
                Instances.publish(redis, "ada", "{\"type\":\"notification\"}");
                assertThat(ada.hears().get("type").getAsString()).isEqualTo("notification");
            }
            Instances.awaitWell(port, "/health");
        }
    }
}
