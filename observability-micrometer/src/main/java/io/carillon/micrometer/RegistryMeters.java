package io.carillon.micrometer;

import io.carillon.ConnectionRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What is asked of a registry, and what it holds. */
final class RegistryMeters {
    enum Operation implements Label {
        REGISTER,
        UNREGISTER,
        JOIN,
        LEAVE,
        SEND,
        DISCONNECT,
        QUERY,
        DRAIN
    }

    final Calls<Operation> calls = new Calls<>(
            "carillon.operations", "operation", Operation.class, "What is asked of the registry, by how it ends");
    private volatile @Nullable Holdings holdings;

    /** From now on. */
    void shows(ConnectionRegistry registry) {
        holdings = new Holdings(registry);
    }

    void bindTo(MeterRegistry registry, Tags tags) {
        calls.bindTo(registry, tags);
        gauge(registry, tags, "carillon.ready", "1 while new connections are welcome, else 0", Holdings::ready);
        gauge(registry, tags, "carillon.connections", "Connections of this instance", Holdings::connections);
        gauge(registry, tags, "carillon.users", "Users with a connection to this instance", Holdings::users);
        gauge(registry, tags, "carillon.groups", "Groups with a member on this instance", Holdings::groups);
        gauge(registry, tags, "carillon.outbox.messages", "Messages that wait in all outboxes", Holdings::waiting);
        gauge(
                registry,
                tags,
                "carillon.outbox.largest",
                "Messages that wait in the fullest outbox",
                Holdings::mostWaiting);
        gauge(registry, tags, "carillon.outbox.connections", "Connections whose outbox is not empty", Holdings::behind);
    }

    private void gauge(
            MeterRegistry registry, Tags tags, String name, String description, ToDoubleFunction<Holdings> value) {
        Gauge.builder(name, () -> {
                    Holdings now = holdings;
                    return now == null ? Double.NaN : value.applyAsDouble(now);
                })
                .tags(tags)
                .description(description)
                .register(registry);
    }
}
