package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportOptionsTest {

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        TransportOptions options = TransportOptions.ofDefaults();

        assertThat(options.outboxMessages).isEqualTo(256);
        assertThat(options.outboxBytes).isEqualTo(1_048_576);
        assertThat(options.maxMessageBytes).isEqualTo(65_536);
        assertThat(options.sendTimeoutNanos).isEqualTo(Duration.ofSeconds(10).toNanos());
        assertThat(options.originPolicy().admits(List.of("http://a.example"), List.of("b.example")))
                .isFalse();
    }

    @Test
    void everyFaultIsListedAtOnce() {
        TransportOptions.Builder wrong = TransportOptions.builder()
                .outboxMessages(0)
                .outboxBytes(-1)
                .maxMessageBytes(0)
                .sendTimeout(Duration.ZERO);

        assertThatIllegalArgumentException()
                .isThrownBy(wrong::build)
                .withMessage("transport options: outboxMessages is 0, expected 1 or more; "
                        + "outboxBytes is -1, expected 1 or more; maxMessageBytes is 0, expected 1 or more; "
                        + "sendTimeout is PT0S, expected more than zero and at most a day");
    }

    @Test
    void aTimeoutThatNobodyWaitsForIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportOptions.builder()
                        .sendTimeout(Duration.ofDays(365_000))
                        .build())
                .withMessageContaining("sendTimeout");
    }
}
