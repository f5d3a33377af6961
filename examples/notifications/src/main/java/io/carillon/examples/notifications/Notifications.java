package io.carillon.examples.notifications;

import io.carillon.Message;
import io.carillon.Target;
import io.carillon.external.PayloadReader;
import java.time.Instant;

/** Makes notifications of what is published on {@code user_noti:<user>}: the same JSON, with a time. What arrives is untrusted. */
final class Notifications implements PayloadReader {
    static final String PREFIX = "user_noti:";

    private final PayloadReader text = PayloadReader.text();

    @Override
    public Message read(Target user, byte[] payload) {
        if (text.read(user, payload) instanceof Message.Text json) {
            return Message.text(
                    TypedMessage.parse(json.text()).at(Instant.now()).toJson());
        }
        throw new IllegalArgumentException("no text");
    }
}
