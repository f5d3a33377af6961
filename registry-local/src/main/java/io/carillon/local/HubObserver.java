package io.carillon.local;

import io.carillon.RegistryListener;

/**
 * A listener that also hears of each message what becomes of it on this instance: for metrics and traces. Given to
 * {@link HubBuilder#listener(RegistryListener)} like any other.
 *
 * <p><b>Threads.</b> What is declared here, unlike what is inherited, is called at once where it happens: on fan-out threads and
 * on the backplane's, several at once. It must neither block nor throw; a message whose observer throws is not delivered.
 */
public interface HubObserver extends RegistryListener {

    /**
     * A message, or an order to close, is about to be offered to the connections of this instance that it is for, on this thread.
     *
     * @param envelope as it came from the broker, in the wire form of version 1, where readers skip what they do not know (ADR 3). Not
     *     to be changed
     * @return is told when that is done
     */
    default FanOut fanOut(byte[] envelope) {
        return (accepted, refused) -> {};
    }

    /**
     * Something has come from the broker that nobody gets.
     *
     * @param why nobody gets it
     */
    default void dropped(Drop why) {}

    /** Why nobody gets what has come from the broker. */
    enum Drop {
        /** It cannot be read. */
        MALFORMED,
        /** It, or a later one of its publisher, has been here before; so nothing is lost. */
        REPEATED,
        /** Its fan-out lane is full. A resync tells for whom. */
        LANE_FULL
    }

    /** The end of a message's way through this instance. */
    @FunctionalInterface
    interface FanOut {
        /**
         * All have been offered it. Called once, on the thread of {@link HubObserver#fanOut}.
         *
         * @param accepted how many connections have taken it
         * @param refused how many have not: closed or too slow
         */
        void done(int accepted, int refused);
    }
}
