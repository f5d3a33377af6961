package io.carillon.micrometer;

import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.Subject;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What passes between a hub and its broker. */
final class BrokerMeters {
    enum Operation implements Label {
        PUBLISH,
        SUBSCRIBE,
        UNSUBSCRIBE,
        /** A remote command, asked of another instance. */
        ASK,
        /** A remote command, carried out for another instance. */
        ANSWER,
        LEASE,
        WRITE,
        QUERY,
        SWEEP
    }

    enum Direction implements Label {
        IN,
        OUT
    }

    final Calls<Operation> calls = new Calls<>(
            "carillon.broker.calls",
            "operation",
            Operation.class,
            "What is asked of the broker, and of other instances through it");
    final Latency roundTrip = new Latency(
            "carillon.broker.roundtrip",
            true,
            "From a publish to the broker's word that it has it; at least twice a second");
    final Tally<Direction> messages = new Tally<>(
            "carillon.broker.messages",
            "direction",
            Direction.class,
            "Payloads from and to the broker, probes and beacons too");
    final Tally<Direction> bytes = new Tally<>(
            "carillon.broker.bytes", "direction", Direction.class, "Bytes of the payloads from and to the broker");
    final Total leases =
            new Total("carillon.leases.taken", "Leases that were taken: one at the start, one after each loss");
    private final Total breaks =
            new Total("carillon.broker.disconnections", "Times that a link to the broker was lost");
    private final Total returns =
            new Total("carillon.broker.reconnections", "Times that all links to the broker were back");
    private final Map<Subject.Kind, AtomicInteger> subscriptions = new EnumMap<>(Subject.Kind.class);
    private final AtomicInteger linked = new AtomicInteger();
    private boolean broken;
    private volatile boolean leased;
    private volatile long confirmedAt;

    BrokerMeters() {
        for (Subject.Kind kind : Subject.Kind.values()) {
            subscriptions.put(kind, new AtomicInteger());
        }
    }

    void subscribed(Subject.Kind kind, int change) {
        Objects.requireNonNull(subscriptions.get(kind)).addAndGet(change);
    }

    /** On the backplane's thread, one at a time. The first word may be that there is no link yet, which is no loss of one. */
    void status(Status status) {
        boolean connected = status == Status.CONNECTED;
        if (linked.getAndSet(connected ? 1 : 0) == 1 && !connected) {
            breaks.add();
            broken = true;
        } else if (connected && broken) {
            returns.add();
            broken = false;
        }
    }

    /** The store has confirmed the lease, as of when it was asked. */
    void leaseConfirmed(long asked) {
        confirmedAt = asked;
        leased = true;
    }

    void ended() {
        leased = false;
    }

    private double leaseAge() {
        return leased ? System.nanoTime() - confirmedAt : Double.NaN;
    }

    void bindTo(MeterRegistry registry, Tags tags) {
        calls.bindTo(registry, tags);
        roundTrip.bindTo(registry, tags);
        messages.bindTo(registry, tags);
        bytes.bindTo(registry, tags);
        leases.bindTo(registry, tags);
        breaks.bindTo(registry, tags);
        returns.bindTo(registry, tags);
        Gauge.builder("carillon.broker.connected", linked::get)
                .tags(tags)
                .description("1 while the backplane says that all of its links work, else 0")
                .register(registry);
        TimeGauge.builder("carillon.lease.age", this::leaseAge, TimeUnit.NANOSECONDS)
                .tags(tags)
                .description("How long ago that was asked for by which the store has last confirmed the lease")
                .register(registry);
        subscriptions.forEach((kind, count) -> Gauge.builder("carillon.broker.subscriptions", count::get)
                .tags(tags.and("kind", kind.name().toLowerCase(Locale.ROOT)))
                .description("Confirmed subscriptions, by what the subject stands for")
                .register(registry));
    }
}
