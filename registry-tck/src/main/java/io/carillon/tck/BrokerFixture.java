package io.carillon.tck;

import io.carillon.InstanceId;
import io.carillon.spi.Backplane;
import java.time.Duration;
import java.util.Map;

/**
 * A broker of which a test disposes, alone: nothing that an earlier test has left there may be seen, so start it afresh, empty
 * it, or take new prefixes. Each test asks for a fixture and closes it at its end.
 *
 * <p>What your broker cannot be made to do, say in {@link #cannot()}: the tests that need it are skipped and give your reason.
 * With the system property {@value #STRICT} set to {@code true} they fail instead.
 */
public interface BrokerFixture extends AutoCloseable {
    /** The system property that forbids skips: {@value}. */
    String STRICT = "carillon.tck.strict";

    /** What a test may do to a broker and the links to it. */
    enum Fault {
        /** {@link BrokerFixture#cut} and {@link BrokerFixture#restore}. */
        CUT,
        /** {@link BrokerFixture#expire}. */
        EXPIRE,
        /** {@link BrokerFixture#forget}. */
        FORGET,
        /** {@link BrokerFixture#publish}. */
        PUBLISH
    }

    /**
     * Opens the backplane of one more instance. The kit closes it.
     *
     * @return a backplane that leads to the same broker as the others of this fixture
     */
    Backplane open();

    /**
     * Breaks an instance's link, all of its connections, as seen from both ends. It stays broken until it is restored.
     *
     * @param instance what {@link #open()} gave
     */
    default void cut(Backplane instance) {
        throw missing(Fault.CUT);
    }

    /**
     * Lets an instance's link work again; the backplane then reconnects by itself.
     *
     * @param instance what {@link #open()} gave
     */
    default void restore(Backplane instance) {
        throw missing(Fault.CUT);
    }

    /**
     * Ends an instance's lease at once, as if its time had run out, so that no test has to wait for that.
     *
     * @param instance whose lease
     */
    default void expire(InstanceId instance) {
        throw missing(Fault.EXPIRE);
    }

    /** Makes the broker forget all that is written down, as by a restart without a disk. The links hold or come back. */
    default void forget() {
        throw missing(Fault.FORGET);
    }

    /**
     * Publishes on a plain channel, by the broker's own means, as somebody does who knows nothing of Carillon. Needed by
     * {@link ExternalChannelsContract} only.
     *
     * @param channel the name, with nothing before it
     * @param payload what is published; the broker has it when this returns
     */
    default void publish(String channel, byte[] payload) {
        throw missing(Fault.PUBLISH);
    }

    /**
     * What cannot be done.
     *
     * @return for each fault that is not to be had, why; none by default
     */
    default Map<Fault, String> cannot() {
        return Map.of();
    }

    /**
     * How long something may take that must come. Nothing waits so long unless it fails.
     *
     * @return more than zero; 30 seconds by default
     */
    default Duration deadline() {
        return Duration.ofSeconds(30);
    }

    /** Ends the broker, or what of it belongs to this fixture. All backplanes are closed by then. */
    @Override
    void close();

    private static UnsupportedOperationException missing(Fault fault) {
        return new UnsupportedOperationException(
                "the fixture does not implement " + fault + ": do so, or say in cannot() why it is not to be had");
    }
}
