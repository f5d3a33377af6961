package io.carillon.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Opaque bytes to and from subjects. Carillon's instances speak to each other through it, and so may the application, on
 * {@linkplain Subject#application(String) subjects of its own}.
 *
 * <p><b>Guarantees.</b> Whoever is subscribed gets what is published from then on: from one publishing instance on one
 * subject in the order in which {@link #publish} was called, and once, as long as the links to the broker hold. The
 * publisher gets its own messages too, if it is subscribed. There is no record: who is not subscribed misses it.
 *
 * <p><b>When the link breaks.</b> The backplane says so through {@link #onStatus}, reconnects by itself, and restores the
 * subscriptions; it says that it is connected again when the broker has confirmed every one of them. Nothing that was
 * published before the break may be delivered behind something that was published after it.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks. Listeners and stages run on threads of the backplane's
 * own, which serve everybody: what runs there must neither block nor work. For one subscription, calls come one at a time.
 *
 * <p><b>Subjects.</b> Messages and questions on one subject stay apart: a listener sees no question, a responder no message.
 * Every subject is opaque to the broker; {@link Subject#encoded()} is safe on all of them.
 *
 * <p><b>Payloads.</b> An array that is handed over, in either direction, is not changed afterwards by anyone.
 *
 * <p><b>Errors.</b> Stages fail with {@link io.carillon.BackplaneUnavailableException} when nothing happened,
 * {@link io.carillon.BackplaneTimeoutException} when the outcome is unknown, and
 * {@link io.carillon.LimitExceededException} for a payload of more than {@link Backplane#maxMessageBytes()}.
 */
public interface PubSubSystem {

    /**
     * Publishes to whoever is subscribed.
     *
     * <p>A refusal is known at once: a stage that fails with anything but {@link io.carillon.BackplaneTimeoutException} has
     * failed when it is returned. So a publisher that numbers its messages gives no number to what was refused. What the
     * broker refuses later ends as an unknown outcome, with its word as the cause.
     *
     * @param subject where to
     * @param payload what
     * @return done when the broker has it, which says nothing of subscribers. Rule PS-1
     */
    CompletionStage<Void> publish(Subject subject, byte[] payload);

    /**
     * Subscribes. One subject may have several subscriptions, which all get every message.
     *
     * @param subject where to listen
     * @param listener gets the payloads; an exception that it throws is logged and harms no other listener
     * @return done when the broker has confirmed: what anyone publishes after that arrives. A failed stage leaves nothing
     *     behind. Rule PS-2
     */
    CompletionStage<Subscription> subscribe(Subject subject, Listener listener);

    /**
     * Asks whoever answers on a subject. With several responders one of them is asked.
     *
     * @param subject whom to ask
     * @param payload the question
     * @param timeout how long to wait for the answer, more than zero
     * @return the answer; failed at once with {@link io.carillon.BackplaneUnavailableException} when nobody answers on that
     *     subject, as far as the broker can tell, and with {@link io.carillon.BackplaneTimeoutException} when no answer came
     *     in time. Cancelling it, through {@link CompletionStage#toCompletableFuture()}, frees what it held. Rule PS-3
     */
    CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout);

    /**
     * Answers on a subject.
     *
     * @param subject where to listen for questions
     * @param responder answers them
     * @return done when the broker has confirmed: from then on requests arrive. Rule PS-4
     */
    CompletionStage<Subscription> respond(Subject subject, Responder responder);

    /**
     * Tells how the link to the broker is, at once and whenever that changes.
     *
     * @param listener is told, on threads of the backplane's own, one at a time and in order
     * @return takes the listener off again when it is run. Rule PS-5
     */
    Runnable onStatus(StatusListener listener);

    /** How the link to the broker is. */
    enum Status {
        /** The link, or one of several, is lost or proved dead. What others publish from now on may be missed. */
        DISCONNECTED,
        /** The link is back, and the broker has confirmed every subscription again. */
        CONNECTED,
        /** The backplane has given up reconnecting, as it was configured to, and will not come back. */
        GAVE_UP
    }

    /** Hears how the link to the broker is. */
    @FunctionalInterface
    interface StatusListener {
        /**
         * Takes a change, without blocking. What it throws is logged and harms no other listener.
         *
         * @param status how it is now
         */
        void onStatus(Status status);
    }

    /** Gets what was published on a subject. */
    @FunctionalInterface
    interface Listener {
        /**
         * Takes a payload, without blocking.
         *
         * @param payload what was published; not to be changed
         */
        void onMessage(byte[] payload);

        /**
         * The subscription was lost while the link held, as when the broker moves it or drops a slow reader, and is confirmed
         * again: what was published in between may be missed. Called in its place among the payloads.
         */
        default void onLost() {}
    }

    /** Answers what was asked on a subject. */
    @FunctionalInterface
    interface Responder {
        /**
         * Takes a question, without blocking.
         *
         * @param payload the question; not to be changed
         * @return the answer, at any later time. If it fails, or is larger than {@link Backplane#maxMessageBytes()}, nothing is
         *     answered and the request runs into its timeout
         */
        CompletionStage<byte[]> answer(byte[] payload);
    }

    /** A subscription, or a responder's place, that can be given up. */
    interface Subscription {
        /**
         * Gives it up. Nothing arrives after the stage is done, unless the same subject has other subscriptions. Closing
         * twice does nothing.
         *
         * @return done when the broker has confirmed
         */
        CompletionStage<Void> close();
    }
}
