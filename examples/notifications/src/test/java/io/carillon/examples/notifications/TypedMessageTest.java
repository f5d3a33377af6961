package io.carillon.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypedMessageTest {
    @Test
    void aTimeIsAddedAndAllElseStaysAsItIs() {
        TypedMessage message = TypedMessage.parse("{\"type\":\"t\",\"payload\":{\"a\":[1.10,null]},\"more\":\"<\"}");
        assertThat(message.at(Instant.parse("2025-01-21T10:30:00.1239Z")).toJson())
                .isEqualTo("{\"type\":\"t\",\"payload\":{\"a\":[1.10,null]},\"more\":\"<\","
                        + "\"timestamp\":\"2025-01-21T10:30:00.123Z\"}");
        assertThat(message.toJson()).doesNotContain("timestamp");
        assertThat(message).hasToString("message with a type of 1 characters");
    }

    @Test
    void aMessageThatComesInGoesToTheHandlerOfItsType() {
        List<String> handled = new ArrayList<>();
        Dispatcher<String> dispatcher =
                new Dispatcher<String>().on("read", (sender, message) -> handled.add(sender + " " + message.payload()));

        assertThat(dispatcher.dispatch("ada", "{\"type\":\"read\",\"payload\":7}"))
                .isEqualTo(Dispatcher.Outcome.HANDLED);
        assertThat(dispatcher.dispatch("ada", "{\"type\":\"other\"}")).isEqualTo(Dispatcher.Outcome.IGNORED);
        assertThat(dispatcher.dispatch("ada", "{type:read}")).isEqualTo(Dispatcher.Outcome.MALFORMED);
        assertThat(handled).containsExactly("ada 7");
    }
}
