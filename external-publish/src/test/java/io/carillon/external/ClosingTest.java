package io.carillon.external;

import static io.carillon.external.Instance.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.PubSubSystem.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is still under way when it is closed. */
class ClosingTest {
    private final Place place = new Place();
    private final InMemoryBackplane broker = place.keep(InMemoryBackplane.create());
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicReference<ExternalMessages> overtaken = new AtomicReference<>();
    private ScheduledThreadPoolExecutor executor;

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
    void aStartThatComesBetweenTheEndAndTheCloseListensToNothing() {
        Hub hub = place.hub(broker, "instance");
        AtomicReference<CompletionStage<Void>> started = new AtomicReference<>();
        ExternalMessages external = external(it -> started.set(it.start(hub)));
        external.close();
        assertThat(Place.error(started.get()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed before");
        assertThat(asked).isEmpty();
    }

    @Test
    void whoComesBetweenTheEndAndTheCloseIsNotListenedFor() throws InterruptedException {
        Hub hub = place.hub(broker, "instance");
        Client ada = new Client(hub, Optional.of("ada"));
        Place.done(hub.register(ada));
        ExternalMessages external = external(it -> it.listener().connected(ada.member()));
        Place.done(external.start(hub));
        external.close();
        assertThat(executor.awaitTermination(Place.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(asked).containsExactly("news");
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

    /** Its close is overtaken, when the end is asked for and the thread may still be given more to do. */
    private ExternalMessages external(Consumer<ExternalMessages> overtaking) {
        executor = new ScheduledThreadPoolExecutor(1, Control::thread) {
            @Override
            public void shutdown() {
                overtaking.accept(Objects.requireNonNull(overtaken.get()));
                super.shutdown();
            }
        };
        overtaken.set(new ExternalMessages(
                ExternalMessages.builder(broker).users(USERS).everyone("news").options(),
                new Listed(),
                Duration.ofSeconds(30),
                new Control(executor)));
        return overtaken.get();
    }

    /** Writes down what is asked for, and gives it. */
    private final class Listed implements ExternalChannels {
        @Override
        public CompletionStage<Subscription> subscribe(String channel, ChannelListener listener) {
            asked.add(channel);
            return CompletableFuture.completedStage(() -> CompletableFuture.completedStage(null));
        }

        @Override
        public CompletionStage<Subscription> subscribePattern(String pattern, ChannelListener listener) {
            return subscribe(pattern, listener);
        }
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
