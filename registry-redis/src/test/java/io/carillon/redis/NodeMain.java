package io.carillon.redis;

import io.carillon.local.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** An instance in a JVM of its own: so many members in so many groups, until it is killed. */
final class NodeMain {
    private NodeMain() {}

    /**
     * Runs it.
     *
     * @param args URI, members, groups, lease in milliseconds
     */
    public static void main(String[] args) throws Exception {
        RedisBackplane backplane = RedisBackplane.connect(args[0]);
        Hub hub = Hub.builder()
                .backplane(backplane)
                .name("node")
                .lease(Duration.ofMillis(Long.parseLong(args[3])))
                .start()
                .toCompletableFuture()
                .join();
        int members = Integer.parseInt(args[1]);
        int groups = Integer.parseInt(args[2]);
        List<CompletionStage<?>> joined = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            Sink sink = new Sink(hub, "node-user-" + i);
            joined.add(hub.register(sink));
            joined.add(hub.join(sink.id(), "group-" + i % groups));
        }
        joined.forEach(stage -> stage.toCompletableFuture().join());
        System.out.println("READY");
        Thread.currentThread().join();
    }
}
