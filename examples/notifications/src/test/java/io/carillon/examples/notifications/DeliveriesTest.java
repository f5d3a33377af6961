package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.jakarta.JakartaConnection;
import java.nio.charset.StandardCharsets;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final byte[] MESSAGE = "{\"type\":\"x\"}".getBytes(StandardCharsets.UTF_8);

    @Test
    void ofWhatIsTooMuchTheNewestIsDroppedAndCounted() throws InterruptedException {
        Counters counters = new Counters();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Deliveries deliveries = new Deliveries(counters);
        deliveries.take(MESSAGE, thatBlocks(begun, go));
        begun.await();
        CountDownLatch delivered = new CountDownLatch(Deliveries.QUEUE);
        for (int i = 0; i < Deliveries.QUEUE; i++) {
            deliveries.take(MESSAGE, thatBlocks(delivered, go));
        }
        assertThat(counters.failed.sum()).isZero();
        for (int i = 0; i < 5; i++) {
            deliveries.take(MESSAGE, List.of());
        }
        assertThat(counters.failed.sum()).isEqualTo(5);
        go.countDown();
        delivered.await();
        deliveries.close();
        assertThat(counters.received.sum()).isEqualTo(Deliveries.QUEUE + 6);
    }

    /** Connections, none, that are looked at only when they may be. */
    private static Collection<JakartaConnection> thatBlocks(CountDownLatch looked, CountDownLatch go) {
        return new AbstractCollection<>() {
            @Override
            public Iterator<JakartaConnection> iterator() {
                looked.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Collections.emptyIterator();
            }

            @Override
            public int size() {
                return 0;
            }
        };
    }
}
