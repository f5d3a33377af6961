package io.carillon.redis;

import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.local.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** An instance in a JVM of its own, with so many members in so many groups. It says on its standard output what happens to it. */
final class InstanceMain {
    /** So many come in at once; more would wait longer than an operation may take, where all has to share a busy machine. */
    private static final int BATCH = 50;

    private InstanceMain() {}

    /**
     * Runs it.
     *
     * @param args URI, members, groups, lease in milliseconds
     */
    public static void main(String[] args) throws Exception {
        try {
            run(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), Long.parseLong(args[3]));
        } catch (RuntimeException e) {
            say("FAILED " + e);
            System.exit(1);
        }
        Thread.currentThread().join();
    }

    private static void run(String uri, int members, int groups, long leaseMillis) {
        RedisBackplane backplane = Place.open(uri, options -> options.connectTimeout(Duration.ofSeconds(10)));
        backplane.pubSub().onStatus(status -> say("LINK " + status));
        Hub hub = Hub.builder()
                .backplane(backplane)
                .name("child")
                .lease(Duration.ofMillis(leaseMillis))
                .operationTimeout(Duration.ofSeconds(20))
                .listener(new Telling())
                .start()
                .toCompletableFuture()
                .join();
        List<CompletionStage<?>> joined = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            Sink sink = new Sink(hub, "child-user-" + i) {
                @Override
                public Offer offer(Message message) {
                    say("GOT " + ((Message.Text) message).text());
                    return Offer.ACCEPTED;
                }
            };
            joined.add(hub.register(sink));
            joined.add(hub.join(sink.id(), "group-" + i % groups));
            if (i % BATCH == BATCH - 1 || i == members - 1) {
                joined.forEach(stage -> stage.toCompletableFuture().join());
                joined.clear();
            }
        }
        say("READY");
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static final class Telling implements RegistryListener {
        @Override
        public void left(Member member, String group) {
            say("LEFT " + member.id());
        }

        @Override
        public void disconnected(Member member) {
            say("DISCONNECTED " + member.id());
        }

        @Override
        public void offline(String user) {
            say("OFFLINE " + user);
        }

        @Override
        public void gap(Gap gap) {
            say("GAP " + gap.first() + " " + gap.last());
        }

        @Override
        public void healthChanged(Health health) {
            say("HEALTH " + (health.ready() ? "ready" : "not ready"));
        }
    }
}
