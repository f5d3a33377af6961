package io.carillon.micrometer;

import io.carillon.ConnectionRegistry;
import io.carillon.RegistryListener;
import io.carillon.jakarta.TransportListener;
import io.carillon.jakarta.TransportOptions;
import io.carillon.local.Hub;
import io.carillon.spi.Backplane;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

final class ReadmeExample {
    private ReadmeExample() {}

    // README
    static ConnectionRegistry start(Backplane backplane, RegistryListener mine, MeterRegistry meters) {
        CarillonMetrics metrics = new CarillonMetrics();
        metrics.bindTo(meters);
        Hub hub = Hub.builder()
                .backplane(metrics.observe(backplane)) // round trips, traffic, the lease
                .listener(metrics.listener()) // messages, drops, gaps, fan-out
                .listener(mine)
                .start()
                .toCompletableFuture()
                .join();
        return metrics.observe(hub); // what is asked of it; who is here
    }

    static TransportOptions options(TransportListener mine, MeterRegistry meters) {
        TransportMetrics metrics = new TransportMetrics(List.of(), mine);
        metrics.bindTo(meters);
        return TransportOptions.builder().listener(metrics).build(); // who is not let in, who is too slow
    }
    // README
}
