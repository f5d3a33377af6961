package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.spi.ExternalChannels;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Writes down what it hears on plain channels, as {@code channel=text}. Safe for use by several threads. */
final class Heard implements ExternalChannels.ChannelListener {
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final List<byte[]> payloads = new CopyOnWriteArrayList<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Deadline deadline;
    volatile boolean overlapped;

    Heard(Deadline deadline) {
        this.deadline = deadline;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // it only makes an overlap likelier to be seen
    public void onMessage(String channel, byte[] payload) {
        overlapped |= !busy.compareAndSet(false, true);
        Thread.yield(); // lets whoever else calls come in between
        payloads.add(payload);
        texts.add(channel + "=" + PubSubTests.text(payload));
        busy.set(false);
    }

    List<byte[]> payloads() {
        return List.copyOf(payloads);
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    /** Waits for the last of these, and holds that nothing else has come, nothing twice, and nothing out of order. */
    void gets(String... expected) {
        String last = expected[expected.length - 1];
        deadline.until(() -> assertThat(texts).contains(last));
        assertThat(texts).containsExactly(expected);
    }
}
