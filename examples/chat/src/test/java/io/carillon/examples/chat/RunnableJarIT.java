package io.carillon.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.redis.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The runnable jar, one process one instance, with a real Redis between two of them. */
@Timeout(120)
class RunnableJarIT {
    private static final Path JAR = Path.of("target/carillon-chat.jar").toAbsolutePath();
    private static final String SECRET = "a secret that all instances share";
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Test
    void twoProcessesChatOverARedisAndSayWhenItIsGoneAndWhenItIsBack() throws Exception {
        try (RedisProcess redis = RedisProcess.started();
                ChildProcess blue = start("blue", redis);
                ChildProcess green = start("green", redis)) {
            int first = portOf(blue);
            int second = portOf(green);
            await().atMost(DEADLINE).until(() -> health(first) == 200 && health(second) == 200);
            try (Client ada = Client.join(first, "lobby", "Ada");
                    Client grace = Client.join(second, "lobby", "Grace")) {
                ada.hears("Grace joined the room");
                ada.say("hello");
                grace.hears("[Ada]: hello");
                ada.hears("[Ada]: hello");
                assertThat(Rooms.get(second, "/rooms/lobby").users()).containsExactlyInAnyOrder("Ada", "Grace");

                redis.kill();
                await().atMost(DEADLINE).until(() -> health(first) == 503 && health(second) == 503);
                assertThat(Rooms.ask(first, "GET", "/health").body()).contains("\"ready\":false", "\"reason\":");
                ada.say("is anybody there?");
                ada.hears("That was not sent. Try again later.");

                redis.start();
                await().atMost(DEADLINE).until(() -> health(first) == 200 && health(second) == 200);
                ada.say("still here");
                grace.hears("[Ada]: still here");
                ada.hears("[Ada]: still here");
                // Redis came back empty, and knows everybody again.
                await().atMost(DEADLINE)
                        .untilAsserted(() -> assertThat(
                                        Rooms.get(first, "/rooms/lobby").users())
                                .containsExactlyInAnyOrder("Ada", "Grace"));
            }
        }
    }

    @Test
    void whoeverComesThroughTheLoadBalancerChatsAcrossInstances() throws Exception {
        int port = ProgramTest.twoFreePorts();
        int balancer = RedisProcess.freePort();
        Path root = Path.of("../..").toAbsolutePath().normalize();
        Map<String, String> environment = Map.of(
                "PORT", "" + port,
                "REDIS_PORT", "" + RedisProcess.freePort(),
                "LB_PORT", "" + balancer);
        try (ChildProcess demo = ChildProcess.start(List.of("bash", "bin/demo", "redis"), root, environment)) {
            try {
                String line = demo.awaitLine("load balancer");
                if (line.contains("neither nginx nor haproxy")) {
                    Parts.missing("loadbalancer", line);
                }
                assertThat(line).contains("http://localhost:" + balancer + "/", "round robin");
                demo.awaitLine("Ctrl-C");
                // In turn, so the one request and the other lead to different instances.
                String adas = Entry.token(port, "Ada");
                String graces = Entry.token(port, "Grace");
                try (Client ada = Client.join(balancer, "lobby", "Ada", adas);
                        Client grace = Client.join(balancer, "lobby", "Grace", graces)) {
                    ada.hears("Grace joined the room");
                    Rooms room = Rooms.get(balancer, "/rooms/lobby");
                    assertThat(room.of("instanceId")).doesNotHaveDuplicates().hasSize(2);
                    ada.say("hello");
                    grace.hears("[Ada]: hello");
                    grace.say("and back 👋");
                    ada.hears("[Ada]: hello", "[Grace]: and back 👋");
                    assertThat(health(balancer)).isEqualTo(200);
                }
            } finally {
                demo.terminate();
                demo.awaitExit();
            }
        }
        for (int stopped : List.of(port, port + 1, balancer)) {
            ProgramTest.taken(stopped).close();
        }
    }

    private static ChildProcess start(String label, RedisProcess redis) throws IOException {
        assertThat(Files.isRegularFile(JAR))
                .as("%s is there: verify builds it", JAR)
                .isTrue();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return ChildProcess.start(
                List.of(java, "-jar", JAR.toString()),
                Path.of("target").toAbsolutePath(),
                Map.of("PORT", "0", "INSTANCE_ID", label, "REDIS_URL", redis.uri(), "JWT_SECRET", SECRET));
    }

    private static int portOf(ChildProcess chat) throws IOException {
        Matcher port = Pattern.compile(":(\\d+)/").matcher(chat.awaitLine(" is at http://localhost:"));
        assertThat(port.find()).isTrue();
        return Integer.parseInt(port.group(1));
    }

    private static int health(int port) {
        return Rooms.ask(port, "GET", "/health").statusCode();
    }
}
