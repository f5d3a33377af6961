package io.carillon.spi;

import java.util.Optional;
import java.util.Set;

/**
 * What the instances of a cluster share: a way to tell each other things, and a place to write down who is where. Every
 * instance has a backplane; all of them lead to the same broker.
 *
 * <p><b>Threads.</b> Any thread may call any method.
 */
public interface Backplane extends AutoCloseable {

    /**
     * The way to tell each other things.
     *
     * @return always the same
     */
    PubSubSystem pubSub();

    /**
     * The place to write down who is where.
     *
     * @return always the same
     */
    MembershipStore membership();

    /**
     * What the broker can do beyond what it must.
     *
     * @return always the same; empty if it can do no more. Rule BP-1
     */
    Set<Capability> capabilities();

    /**
     * Small values that hold for the whole cluster, if the broker can do that.
     *
     * @return always the same; by default it cannot. Rules BP-1, CV
     */
    default Optional<ClusterValues> values() {
        return Optional.empty();
    }

    /**
     * What others publish on the broker, who know nothing of Carillon, if the broker can show that.
     *
     * @return always the same; by default it cannot. Rules BP-1, XC
     */
    default Optional<ExternalChannels> channels() {
        return Optional.empty();
    }

    /**
     * The largest payload that the broker takes.
     *
     * @return bytes, at least 4,096. Rule BP-2
     */
    int maxMessageBytes();

    /**
     * Ends all subscriptions and lets go of the broker. Stages that wait for it fail with
     * {@link io.carillon.BackplaneUnavailableException}, and so does every call from now on. Closing twice does nothing.
     * It may block for a moment, and must not be called on a thread of the backplane's own. Rule BP-3
     */
    @Override
    void close();
}
