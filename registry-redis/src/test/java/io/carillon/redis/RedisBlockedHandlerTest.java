package io.carillon.redis;

import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.Gap;
import io.carillon.Message;
import io.carillon.local.Hub;
import io.carillon.local.HubBuilder;
import io.carillon.spi.Subject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application that does not come back from a message. How a slow one fares is in {@link RedisMessagesTest}. */
class RedisBlockedHandlerTest {
    private static final Subject MARKER = Subject.application("marker");

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void itHoldsUpNeitherTheDriverNorIsAnythingLostInSilence() {
        int messages = 3 * HubBuilder.DEFAULT_LANE_MESSAGES;
        Place.Losses losses = new Place.Losses();
        RedisBackplane reading = place.backplane(redis.uri());
        Hub receiver = place.hub(reading, "receiver", hub -> hub.listener(losses));
        Hub sender = place.hub(place.backplane(redis.uri()), "sender");
        CountDownLatch go = new CountDownLatch(1);
        Sink blocked = new Sink(receiver, "blocked") {
            @Override
            public Offer offer(Message message) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return super.offer(message);
            }
        };
        done(receiver.register(blocked));
        done(receiver.join(blocked.id(), "lobby"));
        CompletableFuture<Void> passed = new CompletableFuture<>();
        done(reading.pubSub().subscribe(MARKER, payload -> passed.complete(null)));

        for (int i = 0; i < messages; i++) {
            done(sender.send(Audience.group("lobby"), Message.text(String.valueOf(i))));
        }
        assertThat(blocked.received).isEmpty();
        // On the same thread of the driver, behind all of them, while the application still blocks.
        done(place.backplane(redis.uri()).pubSub().publish(MARKER, new byte[1]));
        done(passed);
        assertThat(blocked.received).isEmpty();

        go.countDown();
        await().untilAsserted(
                        () -> assertThat(blocked.received.size() + lost(losses)).isEqualTo(messages));
        assertThat(lost(losses)).isPositive();
        assertThat(blocked.received.stream().map(Integer::valueOf)).isSorted().doesNotHaveDuplicates();
    }

    private static long lost(Place.Losses losses) {
        return losses.gaps.stream().mapToLong(RedisBlockedHandlerTest::size).sum();
    }

    private static long size(Gap gap) {
        return gap.last() - gap.first() + 1;
    }
}
