package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private static final int CONNECTIONS = 1_200;
    private static final int MOST = 500;

    /** A renewal that waited behind all of them could come when the lease is lost, and then all would be written again. */
    @Test
    void ofManyConnectionsOnlySomeAreWrittenAgainAtOnce() {
        ManualRuntime runtime = new ManualRuntime();
        ScriptedBackplane backplane = new ScriptedBackplane(new InMemoryBackplane(runtime));
        Hub hub = Hub.builder()
                .backplane(backplane)
                .start(runtime)
                .toCompletableFuture()
                .join();
        for (int i = 0; i < CONNECTIONS; i++) {
            hub.register(new Sink(hub.instanceId(), "user-" + i))
                    .toCompletableFuture()
                    .join();
        }
        backplane.writes = ScriptedBackplane.Writes.ARRIVE_LATE;
        runtime.advance(Reconciliation.INTERVAL);
        assertThat(backplane.held()).isEqualTo(MOST);
        int written = 0;
        while (backplane.held() > 0) {
            assertThat(backplane.held()).isLessThanOrEqualTo(MOST);
            written += backplane.held();
            backplane.answerHeld();
            runtime.advance(Duration.ZERO);
        }
        assertThat(written).isEqualTo(CONNECTIONS);
    }
}
