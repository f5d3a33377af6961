package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.Audience;
import io.carillon.Message;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * A group of twenty, one of which never reads, and far more than its outbox holds: 20 MB to each, and 200 MB with
 * {@code -Dcarillon.long=true}.
 */
class SlowMemberTest extends ContainerTest {
    private static final int MEMBERS = 20;
    private static final int MESSAGE = 1 << 15;
    private static final int ALL = (Boolean.getBoolean("carillon.long") ? 200_000_000 : 20_000_000) / MESSAGE;
    /** Less than half an outbox. */
    private static final int BATCH = 15;

    /** Longer than the number of a message. */
    private static final int NUMBER = 8;

    private static final int MOST_HEAP = TransportOptions.DEFAULT_OUTBOX_BYTES + 20_000_000;

    @Test
    void theOthersGetEverythingTheHeapStaysAndTheSlowOnesCodeIsCounted() throws Exception {
        List<Integer> counted = new CopyOnWriteArrayList<>();
        // It is its outbox that ends the slow one; a machine that stalls must not end the others by their send timeout.
        start(TransportOptions.builder().sendTimeout(Duration.ofSeconds(60)).listener(new TransportListener() {
            @Override
            public void closed(JakartaConnection connection, int code) {
                counted.add(code);
            }
        }));
        Client.connectWithoutReading(uri("/ws/lobby"));
        JakartaConnection slow = application.connection();
        List<Counter> others = new ArrayList<>();
        HttpClient http = HttpClient.newHttpClient();
        for (int i = 1; i < MEMBERS; i++) {
            Counter counter = new Counter();
            http.newWebSocketBuilder().buildAsync(uri("/ws/lobby"), counter).join();
            others.add(counter);
        }
        await().until(() -> application.registry.connections().count() == MEMBERS);
        long before = liveHeap();

        for (int sent = 0; sent < ALL; ) {
            for (int i = 0; i < BATCH && sent < ALL; i++) {
                application.registry.send(Audience.everyone(), numbered(sent++));
            }
            int soFar = sent;
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> others.stream().allMatch(other -> other.received == soFar));
        }

        assertThat(liveHeap() - before).isLessThan(MOST_HEAP);
        assertThat(others).allMatch(other -> other.inOrder);
        application.awaitUnregistered();
        assertThat(application.registry.unregistered).containsExactly(slow.id());
        assertThat(application.calls).contains("closed 4008, unregistered false");
        assertThat(counted).containsExactly(4008);
    }

    private static Message numbered(int number) {
        String text = number + ":";
        return Message.text(text + "x".repeat(MESSAGE - text.length()));
    }

    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Keeps nothing of what it gets, so that the heap is the server's. */
    private static final class Counter implements WebSocket.Listener {
        private volatile int received;
        private volatile boolean inOrder = true;
        /** Of the message that is coming; its first part may be shorter than its number. */
        private final StringBuilder begin = new StringBuilder();

        @Override
        public void onOpen(WebSocket webSocket) {
            webSocket.request(Long.MAX_VALUE);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time writes
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            begin.append(data, 0, Math.min(data.length(), NUMBER));
            if (last) {
                inOrder &= begin.indexOf(received + ":") == 0;
                begin.setLength(0);
                received++;
            }
            return null;
        }
    }
}
