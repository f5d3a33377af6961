package io.carillon.micrometer;

import io.carillon.ConnectionRegistry;
import io.carillon.RegistryListener;
import io.carillon.faults.FaultyBackplane;
import io.carillon.local.Hub;
import io.carillon.local.HubBuilder;
import io.carillon.local.InMemoryBackplane;
import io.carillon.tck.RecordingConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** One hub that is measured, and its way to a broker, which can be broken. */
final class World implements AutoCloseable {
    /** Nothing waits so long unless it fails. */
    static final Duration DEADLINE = Duration.ofSeconds(30);

    static {
        Awaitility.setDefaultTimeout(DEADLINE);
    }

    final InMemoryBackplane broker = InMemoryBackplane.create();
    final FaultyBackplane link = FaultyBackplane.over(broker);
    final CarillonMetrics metrics = new CarillonMetrics();
    final MeterRegistry meters;
    final Hub hub;
    final ConnectionRegistry registry;

    World() {
        this(new SimpleMeterRegistry(), builder -> builder, new RegistryListener() {});
    }

    World(MeterRegistry meters, UnaryOperator<HubBuilder> options, RegistryListener listener) {
        this.meters = meters;
        metrics.bindTo(meters);
        this.hub = done(options.apply(Hub.builder()
                        .backplane(metrics.observe(link))
                        .listener(metrics.listener())
                        .listener(listener))
                .start());
        this.registry = metrics.observe(hub);
    }

    RecordingConnection connect(String user) {
        RecordingConnection connection = RecordingConnection.of(registry.instanceId(), user);
        done(registry.register(connection));
        return connection;
    }

    double value(String name, String... tags) {
        return Meters.value(meters, name, tags);
    }

    static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Override
    public void close() {
        hub.close();
        link.close();
        broker.close();
    }
}
