package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.Audience;
import io.carillon.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A leave and an unregister of one connection at the same moment, on two real threads, as often as a second allows, and 20 times at least. */
class HubRaceThreadsTest {
    private static final Duration RACING = Duration.ofSeconds(1);
    /** So long only where something does not end; the hub's own time is longer, and does not end it. */
    private static final Duration SOON = Duration.ofSeconds(30);
    /** Few enough that the lane holds what is sent. */
    private static final int ROUNDS_PER_MESSAGE = 20;

    private final InMemoryBackplane backplane = InMemoryBackplane.create();
    private final Hub hub = done(Hub.builder()
            .backplane(backplane)
            .operationTimeout(SOON.multipliedBy(2))
            .linger(Duration.ZERO)
            .start());
    private final ExecutorService leaving = Executors.newSingleThreadExecutor();
    private final CyclicBarrier together = new CyclicBarrier(2);

    @AfterEach
    void stop() {
        leaving.shutdownNow();
        hub.close();
        backplane.close();
    }

    @Test
    void aLeaveThatRacesAnUnregisterEvictsNobodyElse() throws Exception {
        Sink bob = new Sink(hub.instanceId(), "bob");
        hub.register(bob);
        done(hub.join(bob.id(), "lobby"));
        List<String> sent = new ArrayList<>();
        long end = System.nanoTime() + RACING.toNanos();
        for (int round = 1; round <= ROUNDS_PER_MESSAGE || System.nanoTime() - end < 0; round++) {
            raceLeaveAgainstUnregister();
            if (round % ROUNDS_PER_MESSAGE == 0) {
                sent.add("after " + round);
                done(hub.send(Audience.group("lobby"), Message.text("after " + round)));
            }
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(bob.received).isNotEmpty().containsExactlyElementsOf(sent));
    }

    @Test
    void aLeaveThatRacesTheUnregisterOfTheOnlyMemberLeavesTheGroupEmpty() throws Exception {
        long end = System.nanoTime() + RACING.toNanos();
        for (int round = 1; round <= ROUNDS_PER_MESSAGE || System.nanoTime() - end < 0; round++) {
            raceLeaveAgainstUnregister();
            assertThat(done(hub.count("lobby"))).isZero();
        }
    }

    /** The leave may find the connection gone, but it ends; the unregister succeeds; neither throws at its caller. */
    private void raceLeaveAgainstUnregister() throws Exception {
        Sink ada = new Sink(hub.instanceId(), "ada");
        hub.register(ada);
        done(hub.join(ada.id(), "lobby"));
        Future<CompletionStage<Void>> leave = leaving.submit(() -> {
            together.await();
            return hub.leave(ada.id(), "lobby");
        });
        together.await();
        assertThat(hub.unregister(ada.id())).succeedsWithin(SOON);
        assertThat(leave.get(SOON.toMillis(), TimeUnit.MILLISECONDS).handle((left, gone) -> "ended"))
                .succeedsWithin(SOON);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
