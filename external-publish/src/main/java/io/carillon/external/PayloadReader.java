package io.carillon.external;

import io.carillon.Message;
import io.carillon.Target;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Makes of what was published what clients get.
 *
 * <p><b>Threads.</b> One call at a time, on a thread that is there for this; whatever waits behind it waits longer.
 */
@FunctionalInterface
public interface PayloadReader {
    /**
     * Reads a payload. Called once for each message that somebody here is to get, however many they are.
     *
     * @param target a user, a group, or everyone
     * @param payload what was published: untrusted, and of at most as many bytes as the options say; not to be changed
     * @return what clients get
     * @throws RuntimeException if it is malformed: it is skipped. What an {@link IllegalArgumentException} says is logged now and then, so it must
     *     repeat nothing of the payload; of any other, the log has the class only
     */
    Message read(Target target, byte[] payload);

    /**
     * Text, as it stands.
     *
     * @return a reader that takes UTF-8, and nothing else
     */
    static PayloadReader text() {
        return (target, payload) -> {
            try {
                return Message.text(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(payload))
                        .toString());
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("no UTF-8", e);
            }
        };
    }
}
