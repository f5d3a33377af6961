package io.carillon.tck;

import io.carillon.InstanceId;
import io.carillon.faults.FaultyBackplane;
import io.carillon.local.InMemoryBackplane;
import io.carillon.spi.Backplane;
import io.carillon.spi.Capability;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The in-memory broker, with ways to it that can be broken, and with what is broken on purpose in between. */
class InMemoryFixture implements BrokerFixture {
    private final InMemoryBackplane broker = InMemoryBackplane.create();
    private final UnaryOperator<Backplane> between;
    private final Duration deadline;
    private final Map<Backplane, FaultyBackplane> links = new HashMap<>();

    InMemoryFixture() {
        this(backplane -> backplane, Duration.ofSeconds(30));
    }

    InMemoryFixture(UnaryOperator<Backplane> between, Duration deadline) {
        this.between = between;
        this.deadline = deadline;
    }

    @Override
    public Backplane open() {
        FaultyBackplane link = FaultyBackplane.over(broker);
        Backplane seen = between.apply(new ForwardingBackplane(link) {
            @Override
            public Set<Capability> capabilities() {
                return broker.capabilities(); // a link to which nothing is done keeps the broker's order
            }
        });
        links.put(seen, link);
        return seen;
    }

    @Override
    public void cut(Backplane instance) {
        links.get(instance).cut();
    }

    @Override
    public void restore(Backplane instance) {
        links.get(instance).restore();
    }

    @Override
    public void expire(InstanceId instance) {
        broker.expire(instance);
    }

    @Override
    public void forget() {
        broker.forget();
    }

    @Override
    public void publish(String channel, byte[] payload) {
        broker.publish(channel, payload).toCompletableFuture().join();
    }

    @Override
    public Duration deadline() {
        return deadline;
    }

    @Override
    public void close() {
        broker.close();
    }
}
