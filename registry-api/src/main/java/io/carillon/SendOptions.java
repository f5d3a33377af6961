package io.carillon;

import java.util.Optional;

/**
 * How one message is to be sent.
 *
 * @param messageId names the message, so that it can be sent again after a {@link BackplaneTimeoutException} and is delivered
 *     once all the same, if it is sent again by the same instance within a minute; 1 to 256 bytes of UTF-8
 * @param overflow what may happen to it where a client does not keep up
 */
public record SendOptions(Optional<String> messageId, Overflow overflow) {
    /** No message id, and the transport's own overflow policy. */
    public static final SendOptions DEFAULT = new SendOptions(Optional.empty(), Overflow.DEFAULT);

    /**
     * Checks the id.
     *
     * @param messageId names the message
     * @param overflow what may happen to it where a client does not keep up
     * @throws IllegalArgumentException if it is empty, too long, or no valid Unicode
     */
    public SendOptions {
        messageId.ifPresent(id -> Names.check("message id", id));
    }

    /**
     * Names the message.
     *
     * @param messageId the name, 1 to 256 bytes of UTF-8
     * @return the options
     * @throws IllegalArgumentException if it is empty, too long, or no valid Unicode
     */
    public static SendOptions withId(String messageId) {
        return new SendOptions(Optional.of(messageId), Overflow.DEFAULT);
    }

    /**
     * The same, with another choice for clients that do not keep up.
     *
     * @param choice what may happen to the message
     * @return the options
     */
    public SendOptions onOverflow(Overflow choice) {
        return new SendOptions(messageId, choice);
    }
}
