package io.carillon.tck;

import io.carillon.ConnectionRegistry;
import java.time.Duration;
import java.util.Optional;

/**
 * A cluster of registries of which a test disposes, alone. Each test asks for a fixture and closes it at its end.
 *
 * <p>If a registry cannot be killed, say so in {@link #cannotKill()}: the tests that need it are skipped and give your reason.
 * With the system property {@value BrokerFixture#STRICT} set to {@code true} they fail instead.
 */
public interface RegistryFixture extends AutoCloseable {

    /**
     * Opens one more registry of the cluster.
     *
     * @return a registry that has not been given before
     */
    ConnectionRegistry open();

    /**
     * Lets a registry die as in a crash: it clears up nothing, and is never heard of again.
     *
     * @param registry what {@link #open()} gave
     */
    default void kill(ConnectionRegistry registry) {
        throw new UnsupportedOperationException(
                "the fixture does not implement kill: do so, or say in cannotKill() why it is not to be had");
    }

    /**
     * Why no registry can be killed.
     *
     * @return the reason; empty, as it is by default, if it can
     */
    default Optional<String> cannotKill() {
        return Optional.empty();
    }

    /**
     * How long something may take that must come: also the time until the cluster has forgotten a registry that was killed.
     *
     * @return more than zero; 30 seconds by default
     */
    default Duration deadline() {
        return Duration.ofSeconds(30);
    }

    /** Ends all registries. */
    @Override
    void close();
}
