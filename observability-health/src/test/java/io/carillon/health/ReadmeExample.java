package io.carillon.health;

import io.carillon.ConnectionRegistry;
import io.carillon.spi.Backplane;
import java.util.concurrent.CompletionStage;

final class ReadmeExample {
    private ReadmeExample() {}

    // README
    static CompletionStage<String> answer(ConnectionRegistry registry, Backplane backplane) {
        HealthCheck health = new HealthCheck(registry, backplane); // one for the life of the service
        return health.check()
                .thenApply(report -> report.healthy()
                        ? "200 {\"status\":\"healthy\",\"redis\":{\"status\":\"connected\",\"ping_ms\":"
                                + report.brokerRoundTripMillis().orElseThrow() + "}}"
                        : "503 {\"status\":\"degraded\"}");
    }
    // README
}
