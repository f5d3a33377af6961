package io.carillon.local;

import io.carillon.InstanceId;
import io.carillon.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What crosses the broker.
 *
 * @param origin who sent it
 * @param stream which of the origin's streams on this subject it belongs to; 0 for a message from outside
 * @param number its number in the stream, from 1 up; 0 for a message from outside
 * @param messageId the application's own name for it, if it has one
 * @param targets whom it is for; none means: whoever is behind the subject that it travels on
 * @param exceptions whom it is not for
 * @param effect what happens to them
 */
record Envelope(
        InstanceId origin,
        long stream,
        long number,
        @Nullable String messageId,
        List<Target> targets,
        List<Target> exceptions,
        Effect effect) {

    /** One that has no number yet. */
    Envelope(
            InstanceId origin,
            @Nullable String messageId,
            List<Target> targets,
            List<Target> exceptions,
            Effect effect) {
        this(origin, 0, 0, messageId, targets, exceptions, effect);
    }
}
