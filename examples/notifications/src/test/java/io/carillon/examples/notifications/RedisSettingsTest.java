package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.redis.Certificates;
import io.carillon.redis.RedisProcess;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the service comes to its Redis. */
class RedisSettingsTest {
    @Test
    void thePasswordAndTheDatabaseAreThoseThatAreSet() throws StartupException {
        try (Instances instances = new Instances()) {
            instances.redis.ask("ACL SETUSER default resetpass >hunter2");
            instances.start(Map.of("REDIS_PASSWORD", "hunter2", "REDIS_DB", "3"));
            assertThat(instances.redis.ask("AUTH hunter2\r\nINFO keyspace"))
                    .contains("db3:keys=")
                    .doesNotContain("db0:");
        }
    }

    @Test
    void overTlsItWorksAsWithout() throws Exception {
        Certificates certificates = Certificates.shared();
        int port = RedisProcess.freePort();
        try (RedisProcess redis = RedisProcess.started(
                        certificates.server(port, "ip:127.0.0.1").toArray(String[]::new));
                ChildProcess service = ChildProcess.java(
                        NotificationsMain.class,
                        Instances.environment(
                                redis,
                                Map.of(
                                        "REDIS_PORT",
                                        "" + port,
                                        "REDIS_USE_TLS",
                                        "true",
                                        "JDK_JAVA_OPTIONS",
                                        "-Djavax.net.ssl.trustStore=" + certificates.trusted()
                                                + " -Djavax.net.ssl.trustStorePassword=" + Certificates.PASSWORD)))) {
            String line = service.awaitLine("listens on port");
            int listening = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            try (Client ada = Client.of(listening, "ada")) {
                Instances.awaitListening(redis, "ada", 1);
                Instances.publish(redis, "ada", "{\"type\":\"notification\"}");
                assertThat(ada.hears().get("type").getAsString()).isEqualTo("notification");
            }
        }
    }
}
