package io.carillon.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.Message;
import io.carillon.jakarta.ConnectionHandler;
import io.carillon.jakarta.JakartaConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be seen without a connection; the rest is tested on containers. */
class LimitedHandlerTest {
    private final List<String> told = new ArrayList<>();
    private final ConnectionHandler delegate = new ConnectionHandler() {
        @Override
        public void opened(JakartaConnection connection) {
            told.add("opened");
        }

        @Override
        public void received(JakartaConnection connection, Message message) {
            told.add("received " + message.size());
        }

        @Override
        public void closed(JakartaConnection connection, int code) {
            told.add("closed " + code);
        }
    };
    private final ConnectionHandler limited =
            Limits.builder().messages(1, 1).build().handler(delegate);

    @Test
    void whatIsWithinTheLimitsIsHandedOn() {
        limited.opened(null);
        limited.received(null, Message.text("hello"));
        limited.closed(null, 1000);

        assertThat(told).containsExactly("opened", "received 5", "closed 1000");
    }

    @Test
    void oneThatIsGivenToTwoConnectionsSaysSoBeforeTheyShareALimit() {
        limited.opened(null);

        assertThatThrownBy(() -> limited.opened(null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected one for each");
        assertThatCode(() -> limited.closed(null, 1011)).doesNotThrowAnyException();
    }
}
