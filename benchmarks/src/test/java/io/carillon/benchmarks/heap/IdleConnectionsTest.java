package io.carillon.benchmarks.heap;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.benchmarks.heap.IdleConnections.Cost;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counted by the JVM object by object, so the figure is the same on any machine: within what 20,000 share. */
class IdleConnectionsTest {
    private static final int CONNECTIONS = 20_000;
    private static final double AT_MOST = 500;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anIdleConnectionInOneGroupHoldsAtMost500BytesInTheHub(boolean user) {
        Cost cost = IdleConnections.measure(CONNECTIONS, user);
        assertThat(cost.hub())
                .as("bytes in the hub; %.0f in the in-memory backplane; by class: %s", cost.backplane(), cost.byClass())
                .isBetween(100.0, AT_MOST);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsCountedIsWhatAConnectionIsMadeOf(boolean user) {
        Map<String, Double> byClass = IdleConnections.measure(CONNECTIONS, user).byClass();
        assertThat(byClass.get("io.carillon.local.LocalConnection")).isBetween(40.0, 80.0);
        assertThat(byClass.get("io.carillon.local.Membership")).isBetween(user ? 64.0 : 32.0, user ? 66.0 : 33.0);
    }
}
