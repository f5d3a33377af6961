package io.carillon.opentelemetry;

import io.carillon.faults.FaultyBackplane;
import io.carillon.local.InMemoryBackplane;
import io.carillon.spi.Backplane;
import org.junit.jupiter.api.AfterEach;

class InMemoryTraceTest extends TraceContract {
    private final InMemoryBackplane broker = InMemoryBackplane.create();

    @Override
    Backplane open() {
        return FaultyBackplane.over(broker);
    }

    @AfterEach
    void close() {
        broker.close();
    }
}
