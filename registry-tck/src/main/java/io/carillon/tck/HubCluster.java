package io.carillon.tck;

import io.carillon.ConnectionRegistry;
import io.carillon.RegistryListener;
import io.carillon.local.Hub;
import io.carillon.local.HubBuilder;
import io.carillon.spi.Backplane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Hubs, each at a link of its own to one broker. */
class HubCluster implements RegistryFixture {
    /** No test is about it, so a slow machine may take its time. */
    private static final Deadline START = new Deadline(Duration.ofSeconds(30));

    final BrokerFixture broker;
    private final List<Backplane> backplanes = new ArrayList<>();
    private final Map<ConnectionRegistry, Backplane> links = new HashMap<>();
    private final List<Hub> living = new ArrayList<>();
    private final List<Hub> killed = new ArrayList<>();
    private final Map<ConnectionRegistry, Hub> hubs = new HashMap<>();

    HubCluster(BrokerFixture broker) {
        this.broker = broker;
    }

    @Override
    public ConnectionRegistry open() {
        return open(backplane -> backplane, options -> {});
    }

    /** A hub that sees the broker through something that comes between. */
    final ConnectionRegistry open(UnaryOperator<Backplane> between, Consumer<HubBuilder> options) {
        Backplane link = link();
        HubBuilder builder = Hub.builder().backplane(between.apply(link)).lease(lease());
        options.accept(builder);
        Hub hub = START.done(builder.start());
        living.add(hub);
        ConnectionRegistry registry = seen(hub);
        links.put(registry, link);
        hubs.put(registry, hub);
        return registry;
    }

    /** A link of nobody's, for what a test says itself. */
    final Backplane link() {
        Backplane link = broker.open();
        backplanes.add(link);
        return link;
    }

    /** What a test sees of a hub; the kit's own tests come between here. */
    ConnectionRegistry seen(Hub hub) {
        return hub;
    }

    /** What a hub tells; the kit's own tests come between here. */
    RegistryListener told(RegistryListener listener) {
        return listener;
    }

    final void cut(ConnectionRegistry registry) {
        broker.cut(link(registry));
    }

    final void restore(ConnectionRegistry registry) {
        broker.restore(link(registry));
    }

    /** Ends a hub as an application does. */
    final void end(ConnectionRegistry registry) {
        hub(registry).close();
    }

    /** Dies without a word; its lease runs out by itself. */
    final void crash(ConnectionRegistry registry) {
        cut(registry);
        killed.add(hub(registry));
        living.remove(hub(registry));
    }

    @Override
    public void kill(ConnectionRegistry registry) {
        crash(registry);
        if (!broker.cannot().containsKey(BrokerFixture.Fault.EXPIRE)) {
            broker.expire(registry.instanceId());
        }
    }

    @Override
    public Optional<String> cannotKill() {
        return Optional.ofNullable(broker.cannot().get(BrokerFixture.Fault.CUT));
    }

    @Override
    public Duration deadline() {
        return broker.deadline();
    }

    /** Those that were killed come last: they cannot say good-bye, and find that out at once when their link is closed. */
    @Override
    public void close() {
        living.forEach(Hub::close);
        backplanes.forEach(Backplane::close);
        killed.forEach(Hub::close);
        broker.close();
    }

    /** Shorter only if a test cannot end it. */
    private Duration lease() {
        boolean endsAtOnce = !broker.cannot().containsKey(BrokerFixture.Fault.EXPIRE);
        return Duration.ofSeconds(endsAtOnce ? HubBuilder.DEFAULT_LEASE_SECONDS : 4);
    }

    private Backplane link(ConnectionRegistry registry) {
        return known(links.get(registry));
    }

    private Hub hub(ConnectionRegistry registry) {
        return known(hubs.get(registry));
    }

    private static <T> T known(@Nullable T found) {
        if (found == null) {
            throw new IllegalArgumentException("this registry was not opened here");
        }
        return found;
    }
}
