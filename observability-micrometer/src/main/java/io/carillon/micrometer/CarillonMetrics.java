package io.carillon.micrometer;

import io.carillon.ConnectionRegistry;
import io.carillon.local.HubObserver;
import io.carillon.spi.Backplane;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The metrics of one hub, one of these for each. It sees what passes through what it is asked to observe:
 *
 * <pre>{@code
 * CarillonMetrics metrics = new CarillonMetrics();
 * Hub hub = Hub.builder().backplane(metrics.observe(backplane)).listener(metrics.listener()).start()...
 * ConnectionRegistry registry = metrics.observe(hub); // for endpoints and senders
 * metrics.bindTo(meterRegistry);
 * }</pre>
 *
 * <p><b>Guarantees.</b> Every label has a fixed set of values; no name of a user, a group, a connection or an instance is ever one. The
 * metrics are listed in {@code docs/metrics.md}. Nothing is allocated and nothing shared is written for each connection that a message
 * goes to.
 *
 * <p><b>Threads.</b> Any thread may call. May be bound before or after it observes, and to several registries.
 */
public final class CarillonMetrics implements MeterBinder {
    private final Tags tags;
    private final HubMeters hub = new HubMeters();
    private final BrokerMeters broker = new BrokerMeters();
    private final RegistryMeters registry = new RegistryMeters();
    private final List<MeterBinder> more = new CopyOnWriteArrayList<>();

    /** Metrics without labels of the application's own. */
    public CarillonMetrics() {
        this(List.of());
    }

    /**
     * Metrics with labels of the application's own.
     *
     * @param tags stand on each of the metrics; so two hubs of one process can be told apart
     */
    public CarillonMetrics(Iterable<Tag> tags) {
        this.tags = Tags.of(tags);
    }

    /**
     * Measures the way to the broker: round trips, outcomes, traffic, subscriptions, breaks, and the lease.
     *
     * @param backplane the backplane of one hub
     * @return the same, for {@link io.carillon.local.HubBuilder#backplane}; closing it closes the given one
     */
    public Backplane observe(Backplane backplane) {
        return new ObservedBackplane(backplane, broker);
    }

    /**
     * Counts what a hub tells: messages in and out, drops, gaps, resyncs, and how long a fan-out takes.
     *
     * @return for {@link io.carillon.local.HubBuilder#listener}, beside the application's own
     */
    public HubObserver listener() {
        return new MeteringListener(hub);
    }

    /**
     * Measures what is asked of a registry, and shows what it holds: connections, users, groups, and what waits in outboxes.
     *
     * @param observed a hub; or any registry, of which the groups are not known then
     * @return the same, for endpoints and whoever sends; what goes past it is not counted
     */
    public ConnectionRegistry observe(ConnectionRegistry observed) {
        registry.shows(observed);
        return new ObservedRegistry(observed, registry.calls);
    }

    /**
     * Shows counters that somebody else keeps: the refusals of limits, for example, as {@code carillon.limits.refused} by reason. Call it
     * before {@link #bindTo}.
     *
     * @param refusals the reasons, as an enum or in words, with their counts; asked at each scrape, so it must be quick. The reasons that it has
     *     at the time of binding become labels, in lower case, at most 64 of 1 to 40 letters, digits and underscores each; what else it ever has is
     *     summed up as {@code other}; of several suppliers, of the first
     */
    public void limits(Supplier<? extends Map<?, Long>> refusals) {
        more.add(new KeptCounters("carillon.limits.refused", "reason", "What limits have refused", refusals, tags));
    }

    /**
     * Shows the counters of what others publish, {@code external::counts} of {@code carillon-external-publish}, as {@code carillon.external} by
     * event. Call it before {@link #bindTo}.
     *
     * @param counts the events with their counts; as for {@link #limits}
     */
    public void external(Supplier<? extends Map<?, Long>> counts) {
        more.add(new KeptCounters("carillon.external", "event", "What became of what others publish", counts, tags));
    }

    @Override
    public void bindTo(MeterRegistry target) {
        hub.bindTo(target, tags);
        broker.bindTo(target, tags);
        registry.bindTo(target, tags);
        more.forEach(binder -> binder.bindTo(target));
    }
}
