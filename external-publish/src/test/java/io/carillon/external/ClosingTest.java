package io.carillon.external;

import static io.carillon.external.Instance.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.local.InMemoryBackplane;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.PubSubSystem.Subscription;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is still under way when it is closed. */
class ClosingTest {
    private final Place place = new Place();
    private final InMemoryBackplane broker = place.keep(InMemoryBackplane.create());

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void aStartThatTheBrokerHasNotAnsweredFails() {
        for (ExternalMessagesBuilder builder : new ExternalMessagesBuilder[] {
            ExternalMessages.builder(broker).everyone("news"),
            ExternalMessages.builder(broker).users(USERS).byPattern(),
            ExternalMessages.builder(broker).groups("room:").byPattern()
        }) {
            for (SubscriptionPolicy policy : SubscriptionPolicy.values()) {
                ExternalMessages external =
                        new ExternalMessages(builder.whenRefused(policy).options(), new Silent());
                CompletionStage<Void> started = external.start(place.hub(broker, "instance"));
                external.close();
                assertThat(Place.error(started))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("closed");
            }
        }
    }

    @Test
    void whatComesAfterTheCloseWasNotTooMuch() {
        Counts counts = new Counts();
        Control control = new Control();
        Deliveries deliveries =
                new Deliveries(ExternalMessages.builder(broker).users(USERS).options(), counts, control);
        deliveries.close(1_000);
        deliveries.take(new byte[1], Optional::empty);
        control.close();
        assertThat(counts.snapshot())
                .containsEntry(ExternalCount.RECEIVED, 1L)
                .containsEntry(ExternalCount.OVERFLOWED, 0L);
    }

    /** Never answers. */
    private static final class Silent implements ExternalChannels {
        @Override
        public CompletionStage<Subscription> subscribe(String channel, ChannelListener listener) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Subscription> subscribePattern(String pattern, ChannelListener listener) {
            return new CompletableFuture<>();
        }
    }
}
