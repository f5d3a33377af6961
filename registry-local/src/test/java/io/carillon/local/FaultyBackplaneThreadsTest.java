package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.Audience;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.Target;
import io.carillon.faults.FaultyBackplane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With real threads, as an application's tests would use it. */
class FaultyBackplaneThreadsTest {
    private final InMemoryBackplane broker = InMemoryBackplane.create();
    private final FaultyBackplane wayOfHere = FaultyBackplane.over(broker);
    private final FaultyBackplane wayOfThere = FaultyBackplane.over(broker);
    private final List<Target> resyncs = new CopyOnWriteArrayList<>();
    private final Hub here = start("here", wayOfHere);
    private final Hub there = start("there", wayOfThere);
    private final Sink ada = new Sink(there.instanceId(), "ada");

    @AfterEach
    void stop() {
        here.close();
        there.close();
        wayOfHere.close();
        wayOfThere.close();
        broker.close();
    }

    @Test
    void aHubFindsOutThatItsLinkIsBrokenAndComesBack() {
        enter();
        Sink bob = new Sink(here.instanceId(), "bob");
        here.register(bob);
        done(here.join(bob.id(), "lobby"));
        wayOfThere.delay(Duration.ofMillis(5));
        wayOfThere.cut();
        await().atMost(30, TimeUnit.SECONDS).until(() -> !there.health().ready());
        done(here.send(Audience.group("lobby"), Message.text("lost")));
        // The broker has taken it, but brings it later: to whoever has subscribed by then.
        await().atMost(30, TimeUnit.SECONDS).until(() -> bob.received.contains("lost"));
        wayOfThere.restore();
        await().atMost(30, TimeUnit.SECONDS).until(() -> there.health().ready());
        done(here.send(Audience.group("lobby"), Message.text("heard")));
        await().atMost(30, TimeUnit.SECONDS).until(() -> !ada.received.isEmpty());
        assertThat(ada.received).containsExactly("heard");
        await().atMost(30, TimeUnit.SECONDS).until(() -> resyncs.contains(new Target.Group("lobby")));
    }

    @Test
    void aHubFindsOutThatItsLinkIsHalfOpen() {
        enter();
        wayOfThere.stall();
        await().atMost(30, TimeUnit.SECONDS).until(() -> !there.health().ready());
        wayOfThere.restore();
        await().atMost(30, TimeUnit.SECONDS).until(() -> there.health().ready());
    }

    /** Two threads, as often as a second allows. */
    @Test
    void whatIsAskedForWhileItIsClosedEnds() throws Exception {
        ExecutorService closing = Executors.newSingleThreadExecutor();
        CyclicBarrier together = new CyclicBarrier(2);
        List<CompletionStage<?>> asked = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        do {
            FaultyBackplane way = FaultyBackplane.over(broker);
            Future<?> closed = closing.submit(() -> {
                together.await();
                way.close();
                return null;
            });
            together.await();
            for (int i = 0; i < 30; i++) {
                asked.add(way.membership().leases());
            }
            closed.get(30, TimeUnit.SECONDS);
        } while (System.nanoTime() - end < 0);
        closing.shutdown();
        assertThat(asked)
                .allSatisfy(stage ->
                        assertThat(stage.handle((leases, error) -> "ended")).succeedsWithin(Duration.ofSeconds(30)));
    }

    private void enter() {
        there.register(ada);
        done(there.join(ada.id(), "lobby"));
    }

    private Hub start(String name, FaultyBackplane way) {
        return done(Hub.builder()
                .backplane(way)
                .name(name)
                .listener(new RegistryListener() {
                    @Override
                    public void resync(Target target) {
                        resyncs.add(target);
                    }
                })
                .start());
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
