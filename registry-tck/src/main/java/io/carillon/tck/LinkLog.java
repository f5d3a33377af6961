package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.spi.PubSubSystem;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told of a link. Safe for use by several threads. */
final class LinkLog implements PubSubSystem.StatusListener {
    private final List<PubSubSystem.Status> told = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Deadline deadline;

    LinkLog(Deadline deadline) {
        this.deadline = deadline;
    }

    @Override
    public void onStatus(PubSubSystem.Status status) {
        threads.add(Thread.currentThread());
        told.add(status);
    }

    List<PubSubSystem.Status> told() {
        return List.copyOf(told);
    }

    List<Thread> threads() {
        return List.copyOf(threads);
    }

    /** Waits until this is how it is, and how it has become since the listener was put on. */
    void last(PubSubSystem.Status status) {
        deadline.until(() -> assertThat(told).endsWith(status));
    }
}
