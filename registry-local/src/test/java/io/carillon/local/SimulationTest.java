package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Whole clusters, each living through what its seed brings. {@code -Dcarillon.seed=S} replays one, {@code -Dcarillon.seeds=N}
 * runs more of them.
 */
class SimulationTest {
    private static final Long ONE = Long.getLong("carillon.seed");
    private static final long SEEDS = Long.getLong("carillon.seeds", 2_000);

    /** Each on one thread; as many at a time as there are cores. */
    @Test
    void whateverHappensTheClusterKeepsItsPromises() {
        long first = ONE == null ? 1 : ONE;
        Map<Long, AssertionError> failures = new ConcurrentSkipListMap<>();
        LongStream.rangeClosed(first, ONE == null ? SEEDS : ONE).parallel().forEach(seed -> {
            if (failures.isEmpty()) {
                try {
                    live(seed);
                } catch (AssertionError e) {
                    failures.put(seed, e);
                }
            }
        });
        failures.values().forEach(failure -> {
            throw failure;
        });
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(live(seed).model.trace())
                    .as("seed %d", seed)
                    .isEqualTo(live(seed).model.trace());
        }
    }

    /** A simulation in which nothing goes wrong proves nothing. */
    @Test
    void messagesMeetEveryFate() {
        Set<Sent.Result> results = EnumSet.noneOf(Sent.Result.class);
        int lost = 0;
        for (long seed = 1; seed <= 60; seed++) {
            Simulation simulation = live(seed);
            simulation.model.messages.forEach(sent -> results.add(sent.result));
            lost += simulation.lost;
        }
        assertThat(results).containsAll(EnumSet.range(Sent.Result.ACCEPTED, Sent.Result.UNKNOWN));
        assertThat(lost).isPositive();
    }

    private static Simulation live(long seed) {
        Simulation simulation = new Simulation(seed);
        try {
            simulation.run();
            return simulation;
        } catch (Throwable e) {
            throw new AssertionError(
                    "seed " + seed + ": " + e.getMessage() + "\nIts last steps:\n  "
                            + String.join("\n  ", simulation.model.log),
                    e);
        }
    }
}
