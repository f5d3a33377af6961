package io.carillon.redis;

import io.carillon.BackplaneUnavailableException;
import io.carillon.Gap;
import io.carillon.Health;
import io.carillon.JoinResult;
import io.carillon.LeaseLostException;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.local.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** An instance in a JVM of its own, with so many members in so many groups. It says on its standard output what happens to it. */
final class InstanceMain {
    /** So many come in at once; more would wait longer than an operation may take, where all has to share a busy machine. */
    private static final int BATCH = 50;

    private static final Executor SOON = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

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
            String group = "group-" + i % groups;
            joined.add(insist(() -> hub.register(sink)).thenCompose(done -> insist(() -> hub.join(sink.id(), group))));
            if (i % BATCH == BATCH - 1 || i == members - 1) {
                joined.forEach(stage -> stage.toCompletableFuture().join());
                joined.clear();
            }
        }
        say("READY");
    }

    /** Again, where the lease was lost, and is being taken anew: a machine may have stalled for longer. Nothing has happened then. */
    private static CompletionStage<?> insist(Supplier<CompletionStage<JoinResult>> asked) {
        return asked.get()
                .<CompletionStage<?>>handle((done, error) -> {
                    if (error == null) {
                        return CompletableFuture.completedStage(done);
                    }
                    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
                    return cause instanceof LeaseLostException || cause instanceof BackplaneUnavailableException
                            ? CompletableFuture.runAsync(() -> {}, SOON).thenCompose(later -> insist(asked))
                            : CompletableFuture.failedStage(cause);
                })
                .thenCompose(stage -> stage);
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
