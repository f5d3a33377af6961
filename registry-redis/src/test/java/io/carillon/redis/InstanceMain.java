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
    private InstanceMain() {}

    /**
     * Runs it.
     *
     * @param args URI, members, groups, lease in milliseconds
     */
    public static void main(String[] args) throws Exception {
        RedisBackplane backplane = RedisBackplane.connect(args[0]);
        backplane.pubSub().onStatus(status -> say("LINK " + status));
        Hub hub = Hub.builder()
                .backplane(backplane)
                .name("child")
                .lease(Duration.ofMillis(Long.parseLong(args[3])))
                .operationTimeout(Duration.ofSeconds(20)) // to bring them all in on a busy machine
                .listener(new Telling())
                .start()
                .toCompletableFuture()
                .join();
        int members = Integer.parseInt(args[1]);
        int groups = Integer.parseInt(args[2]);
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
        }
        joined.forEach(stage -> stage.toCompletableFuture().join());
        say("READY");
        Thread.currentThread().join();
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
