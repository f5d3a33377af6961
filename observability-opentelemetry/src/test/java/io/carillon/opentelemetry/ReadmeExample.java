package io.carillon.opentelemetry;

import io.carillon.RegistryListener;
import io.carillon.local.Hub;
import io.carillon.spi.Backplane;
import io.opentelemetry.api.OpenTelemetry;
import java.util.concurrent.CompletionStage;

final class ReadmeExample {
    private ReadmeExample() {}

    // README
    static CompletionStage<Hub> start(Backplane backplane, RegistryListener mine, OpenTelemetry openTelemetry) {
        CarillonTracing tracing = new CarillonTracing(openTelemetry);
        return Hub.builder()
                .backplane(tracing.observe(backplane))
                .listener(tracing.listener())
                .listener(mine)
                .start();
    }
    // README
}
