package io.carillon.spi;

import io.carillon.Names;
import java.util.concurrent.CompletionStage;

/**
 * What others publish on the broker, who know nothing of Carillon: a backend in any language publishes on a plain channel, and an
 * instance hears it. An optional part of a {@link Backplane}; a cluster of brokers has it if it brings what is published on any of them to
 * those who listen on any other, as a Redis Cluster does.
 *
 * <p><b>Guarantees.</b> Those of {@link PubSubSystem}: a subscription is confirmed by the broker; what is published on one channel by one
 * publisher arrives in its order, once for each subscription that it matches, as long as the links hold; there is no record. After a
 * break the backplane restores the subscriptions before it says {@link PubSubSystem.Status#CONNECTED}. What was published meanwhile is
 * lost, and as publishers from outside number nothing, nobody can say how much. Carillon's own traffic is never shown.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks. Listeners and stages run on threads of the backplane's own, which
 * serve everybody: what runs there must neither block nor work. For one subscription, calls come one at a time.
 *
 * <p><b>Bounds.</b> Names and patterns are case-sensitive, any Unicode, 1 to {@value #MAX_NAME_BYTES} bytes of UTF-8, and the broker's own
 * words: nothing is put before them. What arrives was written by anybody who may publish there: untrusted input of any length.
 *
 * <p><b>Errors.</b> {@link IllegalArgumentException} is thrown at once for a name out of bounds, or one of Carillon's own channels. Stages
 * fail with {@link io.carillon.BackplaneUnavailableException} when nothing happened, and
 * {@link io.carillon.BackplaneTimeoutException} when the outcome is unknown.
 */
public interface ExternalChannels {
    /** The longest name of a channel, and the longest pattern, in bytes of UTF-8: {@value}. */
    int MAX_NAME_BYTES = 512;

    /**
     * Listens to one channel. No character of its name has a meaning.
     *
     * @param channel the name
     * @param listener gets what is published there; an exception that it throws is logged and harms no other listener
     * @return done when the broker has confirmed: what anyone publishes after that arrives. A failed stage leaves nothing behind.
     *     Rule XC-1
     */
    CompletionStage<PubSubSystem.Subscription> subscribe(String channel, ChannelListener listener);

    /**
     * Listens to all channels whose names match. A {@code *} stands for any characters, or none; all else stands for itself. Costs the
     * broker one comparison for each message that anybody publishes.
     *
     * @param pattern the pattern
     * @param listener as for one channel
     * @return as for one channel. Rule XC-2
     */
    CompletionStage<PubSubSystem.Subscription> subscribePattern(String pattern, ChannelListener listener);

    /**
     * For those who implement it: checks the name of a channel, or a pattern.
     *
     * @param channel the name
     * @return the name
     * @throws IllegalArgumentException if it is empty, too long, or has an unpaired surrogate
     */
    static String checkName(String channel) {
        return Names.check("channel", channel, MAX_NAME_BYTES);
    }

    /** Gets what was published on a channel. */
    @FunctionalInterface
    interface ChannelListener {
        /**
         * Takes a message, without blocking.
         *
         * @param channel where it was published; of a name that is no UTF-8, a likeness
         * @param payload what was published; not to be changed
         */
        void onMessage(String channel, byte[] payload);

        /** As {@link PubSubSystem.Listener#onLost()}. */
        default void onLost() {}
    }
}
