package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.spi.Connection.Offer;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads offer, and the container completes inline, on threads of its own, and twice, as the seed will have it. */
class OutboxConcurrencyTest {
    private static final int THREADS = 4;
    private static final int MESSAGES = 10_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachThreadsMessagesArriveAllAndInOrderAndOneIsInFlight(long seed) throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        try {
            List<String> sent = new ArrayList<>();
            AtomicInteger inFlight = new AtomicInteger();
            AtomicInteger mostInFlight = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            Random random = new Random(seed);
            RemoteEndpoint.Async remote =
                    mock(RemoteEndpoint.Async.class, withSettings().stubOnly());
            doAnswer(send -> {
                        // No lock: one frame in flight is what makes this safe, and lost updates would show below.
                        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                        sent.add(send.getArgument(0));
                        int behaviour = random.nextInt(3);
                        SendHandler handler = send.getArgument(1);
                        Runnable completion = () -> {
                            inFlight.decrementAndGet();
                            done.incrementAndGet();
                            handler.onResult(new SendResult());
                            if (behaviour == 2) {
                                handler.onResult(new SendResult());
                            }
                        };
                        if (behaviour == 0) {
                            completion.run();
                        } else {
                            pool.execute(completion);
                        }
                        return null;
                    })
                    .when(remote)
                    .sendText(anyString(), any(SendHandler.class));
            RecordingExit exit = new RecordingExit();
            TransportOptions roomForAll = TransportOptions.builder()
                    .outboxMessages(THREADS * MESSAGES)
                    .outboxBytes(1 << 30)
                    .build();
            Outbox outbox = new Outbox(remote, Transports.of(roomForAll, () -> 0), exit, false);

            List<Future<?>> offering = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String name = thread + ":";
                offering.add(pool.submit(() -> {
                    for (int i = 0; i < MESSAGES; i++) {
                        assertThat(outbox.offer(Message.text(name + i), Overflow.DEFAULT))
                                .isEqualTo(Offer.ACCEPTED);
                    }
                }));
            }
            for (Future<?> thread : offering) {
                thread.get();
            }
            await().atMost(TestContainer.PATIENCE).until(() -> done.get() == THREADS * MESSAGES);

            assertThat(mostInFlight).hasValue(1);
            for (int thread = 0; thread < THREADS; thread++) {
                String name = thread + ":";
                assertThat(sent.stream().filter(text -> text.startsWith(name)))
                        .containsExactlyElementsOf(numbered(name));
            }
            assertThat(exit.told).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<String> numbered(String name) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            all.add(name + i);
        }
        return all;
    }
}
