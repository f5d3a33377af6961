package io.carillon.micrometer;

import io.carillon.jakarta.JakartaConnection;
import io.carillon.jakarta.TransportListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/**
 * The metrics of Jakarta endpoints: who is not let in, what clients send, how connections end, what slow clients miss. For
 * {@link io.carillon.jakarta.TransportOptions.Builder#listener}, also of several endpoints at once.
 *
 * <p><b>Guarantees.</b> Every label has a fixed set of values: a close code that a client makes up is {@code other}.
 *
 * <p><b>Threads.</b> Any thread may call.
 */
public final class TransportMetrics implements TransportListener, MeterBinder {
    private final Tags tags;
    private final TransportListener next;
    private final Total received = new Total("carillon.messages.received", "Messages that clients have sent");
    private final Total receivedBytes =
            new Total("carillon.received.bytes", "Bytes of the messages that clients have sent");
    private final Total dropped =
            new Total("carillon.outbox.dropped", "Messages that full outboxes have dropped, by their policy");
    private final Tally<Refusal> refused =
            new Tally<>("carillon.handshakes.refused", "reason", Refusal.class, "Clients that were not let in");
    private final Tally<CloseCode> closed = new Tally<>(
            "carillon.connections.closed", "code", CloseCode.class, "Connections that have ended, by close code");

    /** Metrics without labels of the application's own. */
    public TransportMetrics() {
        this(List.of(), new TransportListener() {});
    }

    /**
     * Metrics beside a listener of the application's.
     *
     * @param tags stand on each of the metrics
     * @param next hears all of it too
     */
    public TransportMetrics(Iterable<Tag> tags, TransportListener next) {
        this.tags = Tags.of(tags);
        this.next = next;
    }

    @Override
    public void refused(int status) {
        refused.add(Refusal.of(status));
        next.refused(status);
    }

    @Override
    public void received(JakartaConnection connection, int bytes) {
        received.add();
        receivedBytes.add(bytes);
        next.received(connection, bytes);
    }

    @Override
    public void closed(JakartaConnection connection, int code) {
        closed.add(CloseCode.of(code));
        next.closed(connection, code);
    }

    @Override
    public void dropped(JakartaConnection connection, int messages) {
        dropped.add(messages);
        next.dropped(connection, messages);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        received.bindTo(registry, tags);
        receivedBytes.bindTo(registry, tags);
        dropped.bindTo(registry, tags);
        refused.bindTo(registry, tags);
        closed.bindTo(registry, tags);
    }
}
