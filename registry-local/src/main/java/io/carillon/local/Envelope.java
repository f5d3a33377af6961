package io.carillon.local;

import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.Target;
import java.util.List;

/**
 * What crosses the broker.
 *
 * @param origin who sent it
 * @param targets whom it is for; none means: whoever is behind the subject that it travels on
 * @param exceptions whom it is not for
 * @param effect what happens to them
 */
record Envelope(InstanceId origin, List<Target> targets, List<Target> exceptions, Effect effect) {

    Envelope(InstanceId origin, List<Target> targets, List<Target> exceptions, Message message) {
        this(origin, targets, exceptions, new Effect.Deliver(message));
    }
}
