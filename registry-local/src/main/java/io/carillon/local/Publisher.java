package io.carillon.local;

import io.carillon.Audience;
import io.carillon.BackplaneUnavailableException;
import io.carillon.InstanceId;
import io.carillon.LimitExceededException;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.spi.Subject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a message's way: the audience picks the subject, one envelope is encoded, once, and published. While the
 * broker is away, {@link OutagePolicy} says what becomes of it.
 */
final class Publisher {
    private final InstanceId origin;
    private final Streams streams;
    private final Watch watch;
    private final OutagePolicy policy;
    private final @Nullable SendQueue queue;
    private final Local local;
    private final int maxMessageBytes;

    /** Delivers an envelope to the connections that live here. */
    @FunctionalInterface
    interface Local {
        /** False if there is no room for it. */
        boolean deliver(Target target, byte[] envelope);
    }

    /**
     * A publisher.
     *
     * @param queue where messages wait, if the policy is to queue them
     * @param local the way of those that stay here
     */
    Publisher(
            InstanceId origin,
            Streams streams,
            Watch watch,
            OutagePolicy policy,
            @Nullable SendQueue queue,
            Local local,
            int maxMessageBytes) {
        this.origin = origin;
        this.streams = streams;
        this.watch = watch;
        this.policy = policy;
        this.queue = queue;
        this.local = local;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Whether a message is taken while the broker is away. */
    boolean outlastsOutages() {
        return !(policy instanceof OutagePolicy.Fail);
    }

    /** Sends a message, also while the broker is away, if the policy finds a way. */
    CompletableFuture<SendResult> send(Audience audience, @Nullable String messageId, Effect.Deliver effect) {
        byte[] envelope = encode(audience, messageId, effect);
        Subject subject = Interest.subjectOf(address(audience));
        if (envelope.length > maxMessageBytes) {
            return CompletableFuture.failedFuture(new LimitExceededException("the message takes " + envelope.length
                    + " bytes in its envelope, the broker takes at most " + maxMessageBytes));
        }
        if (outlastsOutages() && (watch.isAway() || isQueueing())) {
            return sendLater(audience, subject, envelope);
        }
        CompletionStage<Void> published = streams.publish(subject, envelope);
        return outlastsOutages() && Streams.isUnavailable(published)
                ? sendLater(audience, subject, envelope)
                : accepted(published);
    }

    /** Publishes what is worth nothing later. */
    CompletableFuture<SendResult> publish(Audience audience, Effect effect) {
        return accepted(streams.publish(Interest.subjectOf(address(audience)), encode(audience, null, effect)));
    }

    private boolean isQueueing() {
        return queue != null && !queue.isEmpty();
    }

    private CompletableFuture<SendResult> sendLater(Audience audience, Subject subject, byte[] envelope) {
        return queue != null ? queue.offer(audience, subject, envelope) : sendHere(audience, envelope);
    }

    private CompletableFuture<SendResult> sendHere(Audience audience, byte[] envelope) {
        Target target = address(audience);
        if (target instanceof Target.Connection one && !one.id().instance().equals(origin)) {
            return unavailable("the broker is away, and the connection lives on another instance");
        }
        EnvelopeCodec.number(envelope, 0, 0); // only what went through the broker has a number
        return local.deliver(target, envelope)
                ? CompletableFuture.completedFuture(SendResult.LOCAL_ONLY)
                : unavailable("the broker is away, and the fan-out lane of this instance is full");
    }

    private byte[] encode(Audience audience, @Nullable String messageId, Effect effect) {
        return EnvelopeCodec.encode(
                new Envelope(origin, messageId, explicitTargets(audience), List.copyOf(audience.exceptions()), effect));
    }

    private static CompletableFuture<SendResult> accepted(CompletionStage<Void> published) {
        return published.thenApply(done -> SendResult.ACCEPTED).toCompletableFuture();
    }

    private static CompletableFuture<SendResult> unavailable(String why) {
        return CompletableFuture.failedFuture(new BackplaneUnavailableException(why));
    }

    /** One target travels on its own subject; several travel once, on the subject that all instances listen to. */
    private static Target address(Audience audience) {
        return audience.targets().size() == 1 ? audience.targets().iterator().next() : new Target.Everyone();
    }

    /** The targets that the subject does not say by itself. */
    private static List<Target> explicitTargets(Audience audience) {
        boolean subjectSaysIt = audience.targets().size() == 1 && !(address(audience) instanceof Target.Connection);
        return subjectSaysIt ? List.of() : List.copyOf(audience.targets());
    }
}
