package io.carillon.examples.notifications;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings messages that come in to whoever handles their type. Set up by one thread, then used by any.
 *
 * @param <S> who sends: a connection, for example
 */
public final class Dispatcher<S> {
    private final Map<String, BiConsumer<S, TypedMessage>> handlers = new HashMap<>();

    /** Handles nothing yet. */
    public Dispatcher() {}

    /** What became of a message. */
    public enum Outcome {
        /** Its type has a handler, which has had it. */
        HANDLED,
        /** Nobody handles its type. */
        IGNORED,
        /** It is no {@link TypedMessage}. */
        MALFORMED
    }

    /**
     * Has a type handled.
     *
     * @param type which
     * @param handler takes the messages; what it throws reaches the caller of {@link #dispatch}
     * @return this
     */
    public Dispatcher<S> on(String type, BiConsumer<S, TypedMessage> handler) {
        handlers.put(type, handler);
        return this;
    }

    /**
     * Brings a message to its handler.
     *
     * @param sender who has sent it
     * @param json what was sent: anything
     * @return what became of it
     */
    public Outcome dispatch(S sender, String json) {
        TypedMessage message;
        try {
            message = TypedMessage.parse(json);
        } catch (IllegalArgumentException e) {
            return Outcome.MALFORMED;
        }
        @Nullable BiConsumer<S, TypedMessage> handler = handlers.get(message.type());
        if (handler == null) {
            return Outcome.IGNORED;
        }
        handler.accept(sender, message);
        return Outcome.HANDLED;
    }
}
