package io.carillon.examples.notifications;

import static org.awaitility.Awaitility.await;

import io.carillon.redis.RedisProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Redis, and instances of the service on free ports in this JVM. */
final class Instances implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final RedisProcess redis = RedisProcess.started();
    private final List<NotificationService> services = new ArrayList<>();

    /** Starts one, and answers with its port. */
    int start(Map<String, String> variables) throws StartupException {
        return add(NotificationService.start(settings(variables), alerts(), Instances::gaveUp));
    }

    /** One that takes so long for each of its connections when it leaves. */
    int startLeavingSlowly(Duration each) throws StartupException {
        return add(NotificationService.start(settings(Map.of()), alerts(), Instances::gaveUp, each));
    }

    private Settings settings(Map<String, String> variables) throws StartupException {
        return Settings.read(environment(redis, variables));
    }

    private static Alerts alerts() {
        return new Alerts(null, Alerts.APART, "test");
    }

    private static void gaveUp() {
        System.err.println("gave up");
    }

    private int add(NotificationService service) {
        services.add(service);
        return service.port();
    }

    static Map<String, String> environment(RedisProcess redis, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(Map.of(
                "WS_HOST",
                "127.0.0.1",
                "WS_PORT",
                "0",
                "REDIS_HOST",
                "127.0.0.1",
                "REDIS_PORT",
                "" + redis.port(),
                "JWT_SECRET_KEY",
                Client.SECRET));
        all.putAll(variables);
        return all;
    }

    /** By any language's means. Answers how many subscriptions got it. */
    int publish(String user, String json) {
        return publish(redis, user, json);
    }

    static int publish(RedisProcess redis, String user, String json) {
        String channel = Notifications.PREFIX + user;
        String said = redis.ask("*3\r\n$7\r\nPUBLISH\r\n" + argument(channel) + "\r\n" + argument(json));
        return Integer.parseInt(said.lines().findFirst().orElseThrow().substring(1));
    }

    private static String argument(String text) {
        return "$" + text.getBytes(StandardCharsets.UTF_8).length + "\r\n" + text;
    }

    void awaitListening(String user, int instances) {
        awaitListening(redis, user, instances);
    }

    static void awaitListening(RedisProcess redis, String user, int instances) {
        await().atMost(PATIENCE)
                .until(() -> redis.ask("PUBSUB NUMSUB " + Notifications.PREFIX + user)
                        .contains("\n:" + instances + "\r"));
    }

    /** Until an instance has nothing more to ask of Redis for those who came. */
    static void awaitRegistered(int port, int connections) {
        await().atMost(PATIENCE)
                .until(() -> Client.get(port, "/metrics")
                        .body()
                        .contains("carillon_operations_seconds_count{operation=\"register\",outcome=\"done\"} "
                                + connections + "\n"));
    }

    /** Until each of these hears what is published for their user: an instance learns of a connection after the client does. */
    static void awaitReached(RedisProcess redis, String user, List<Client> clients) {
        await().atMost(PATIENCE).until(() -> {
            publish(redis, user, Client.KNOCK);
            return clients.stream().allMatch(client -> client.heard(Client.KNOCK));
        });
    }

    /** Until a page answers that all is well; Redis may be slow to answer an instance that has only just begun, or a machine that stalls. */
    static void awaitWell(int port, String path) {
        await(path).atMost(PATIENCE).until(() -> Client.get(port, path).statusCode() == 200);
    }

    /** Until an instance says that it has so many. */
    static void awaitConnections(int port, int connections) {
        await().atMost(PATIENCE)
                .until(() ->
                        Client.get(port, "/health").body().contains("\"active_connections\": " + connections + ","));
    }

    /** As SIGTERM does. */
    void stop() {
        services.forEach(NotificationService::close);
    }

    @Override
    public void close() {
        stop();
        redis.close();
    }
}
