package io.carillon.local;

import io.carillon.Audience;
import io.carillon.InstanceId;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.spi.Subject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The beginning of a message's way: the audience picks the subject, one envelope is encoded, once, and published. */
final class Publisher {
    private final InstanceId origin;
    private final Streams streams;

    Publisher(InstanceId origin, Streams streams) {
        this.origin = origin;
        this.streams = streams;
    }

    CompletableFuture<SendResult> publish(Audience audience, @Nullable String messageId, Effect effect) {
        byte[] envelope = EnvelopeCodec.encode(
                new Envelope(origin, messageId, explicitTargets(audience), List.copyOf(audience.exceptions()), effect));
        return streams.publish(subjectOf(audience), envelope)
                .thenApply(published -> SendResult.ACCEPTED)
                .toCompletableFuture();
    }

    /** One target travels on its own subject; several travel once, on the subject that all instances listen to. */
    private static Subject subjectOf(Audience audience) {
        return audience.targets().size() == 1
                ? Interest.subjectOf(audience.targets().iterator().next())
                : Subject.EVERYONE;
    }

    /** The targets that the subject does not say by itself. */
    private static List<Target> explicitTargets(Audience audience) {
        boolean subjectSaysIt = audience.targets().size() == 1
                && !(audience.targets().iterator().next() instanceof Target.Connection);
        return subjectSaysIt ? List.of() : List.copyOf(audience.targets());
    }
}
