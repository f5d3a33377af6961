package io.carillon.opentelemetry;

import io.carillon.InstanceId;
import io.carillon.faults.FaultyBackplane;
import io.carillon.local.InMemoryBackplane;
import io.carillon.spi.Backplane;
import io.carillon.tck.BrokerFixture;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.HashMap;
import java.util.Map;

/** The in-memory broker, seen through traces, all of which are recorded. */
final class TracedFixture implements BrokerFixture {
    private final InMemoryBackplane broker = InMemoryBackplane.create();
    private final OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().build())
            .build();
    private final Map<Backplane, FaultyBackplane> links = new HashMap<>();

    @Override
    public Backplane open() {
        FaultyBackplane link = FaultyBackplane.over(broker);
        Backplane seen = new CarillonTracing(openTelemetry).observe(link);
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
    public void close() {
        openTelemetry.close();
        broker.close();
    }
}
