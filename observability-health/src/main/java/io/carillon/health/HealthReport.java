package io.carillon.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How an instance is, for a page like {@code GET /health}: 200 if {@link #healthy}, otherwise 503.
 *
 * @param healthy whether the registry is ready and the broker has just answered
 * @param timestamp when it was asked
 * @param brokerRoundTrip how long the broker took to take a message; empty if it did not
 * @param problem what is wrong, in words for an operator, never a secret; empty if nothing is
 * @param connections how many connections this instance has
 * @param users how many users are behind them
 * @param uptime how long ago the check was made, which should be when the service was started
 */
public record HealthReport(
        boolean healthy,
        Instant timestamp,
        Optional<Duration> brokerRoundTrip,
        Optional<String> problem,
        int connections,
        long users,
        Duration uptime) {

    /**
     * The round trip as people like to read it.
     *
     * @return in milliseconds, with what is left of them
     */
    public Optional<Double> brokerRoundTripMillis() {
        return brokerRoundTrip.map(time -> time.toNanos() / 1e6);
    }
}
