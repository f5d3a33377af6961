package io.carillon.redis.core;

import static io.carillon.redis.core.BackplanePlace.await;
import static io.carillon.redis.core.BackplanePlace.done;
import static io.carillon.redis.core.BackplanePlace.error;
import static io.carillon.redis.core.BackplanePlace.last;
import static io.carillon.redis.core.BackplanePlace.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.redis.RedisProcess;
import io.carillon.redis.TcpProxy;
import io.carillon.spi.Backplane;
import io.carillon.spi.PubSubSystem.Listener;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to links, seen from the backplane, whatever its driver. */
public abstract class LinkContract {
    private static final Subject PRICES = Subject.application("prices");

    private final BackplanePlace<?> place;
    private final RedisProcess redis;
    private final List<String> received = new CopyOnWriteArrayList<>();

    /** With the place where backplanes with the driver that is tested are opened. */
    protected LinkContract(BackplanePlace<?> place) {
        this.place = place;
        this.redis = place.redis();
    }

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void aHalfOpenLinkIsFoundAndReplaced() {
        TcpProxy way = place.way(redis);
        Backplane backplane = place.impatient(way.uri());
        List<Status> said = statuses(backplane);
        listen(backplane);
        way.stall();
        await().until(() -> last(said) == Status.DISCONNECTED);
        way.flow();
        await().until(() -> last(said) == Status.CONNECTED);
        await().untilAsserted(() -> publish(backplane, "after")); // it may lose its patience again
        await().until(() -> received.contains("after"));
    }

    /** The server answers every ping and every publish, and brings nothing. */
    @Test
    void aLinkThatBringsNothingIsFoundAndReplaced() {
        TcpProxy way = place.way(redis);
        Backplane backplane = place.impatient(way.uri());
        List<Status> said = statuses(backplane);
        way.fromServer(bytes -> text(bytes).contains("message\r\n") ? new byte[0] : bytes);
        await().until(() -> last(said) == Status.DISCONNECTED);
        way.fromServer(bytes -> bytes);
        await().until(() -> last(said) == Status.CONNECTED);
        assertThat(said).contains(Status.DISCONNECTED);
    }

    @Test
    void aServerThatComesBackEmptyIsFoundAgainWithEverySubscription() {
        Backplane backplane = place.backplane(redis.uri());
        List<Status> said = statuses(backplane);
        AtomicInteger arrived = new AtomicInteger();
        int many = 1_000;
        for (int i = 0; i < many; i++) {
            done(backplane.pubSub().subscribe(Subject.application("s" + i), payload -> arrived.incrementAndGet()));
        }
        redis.kill();
        await().until(() -> last(said) == Status.DISCONNECTED);
        redis.start();
        await().until(() -> last(said) == Status.CONNECTED);
        for (int i = 0; i < many; i++) {
            done(backplane.pubSub().publish(Subject.application("s" + i), new byte[1]));
        }
        await().until(() -> arrived.get() == many);
    }

    /** What lies unread in the old connection must not come out behind what was published over the new one. */
    @Test
    void whatWasPublishedBeforeTheServerSleptNeverArrivesBehindWhatWasPublishedAfterwards() {
        Backplane sender = place.impatient(redis.uri());
        Backplane receiver = place.patient(redis.uri());
        List<Status> said = statuses(sender);
        listen(receiver);
        redis.pause();
        List<CompletableFuture<Void>> before = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            before.add(sender.pubSub()
                    .publish(PRICES, ("before" + i + "x".repeat(10_000)).getBytes(StandardCharsets.UTF_8))
                    .toCompletableFuture());
        }
        await().until(() -> last(said) == Status.DISCONNECTED);
        assertThat(before).allSatisfy(stage -> assertThat(error(stage)).isInstanceOf(BackplaneTimeoutException.class));
        redis.resume();
        await().until(() -> last(said) == Status.CONNECTED);
        await().untilAsserted(() -> publish(sender, "after")); // it may lose its patience again
        await().until(() -> received.contains("after"));
        await().untilAsserted(() -> publish(sender, "end"));
        await().until(() -> received.contains("end"));
        assertThat(received.subList(received.indexOf("after"), received.size())).containsOnly("after", "end");
    }

    @Test
    void whileTheServerSleepsTheQueueIsBoundedAndEveryStageEnds() {
        Backplane backplane = place.backplane(
                redis.uri(), options -> options.publishQueue(1_000, RedisOptionsBuilder.DEFAULT_MAX_MESSAGE_BYTES));
        redis.pause();
        List<CompletableFuture<Void>> published = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            published.add(backplane.pubSub().publish(PRICES, new byte[100]).toCompletableFuture());
        }
        assertThat(published.subList(1_000, 1_500))
                .allSatisfy(stage -> assertThat(stage).isCompletedExceptionally())
                .allSatisfy(stage -> assertThat(error(stage)).isInstanceOf(BackplaneUnavailableException.class));
        assertThat(published.subList(0, 1_000))
                .allSatisfy(stage -> assertThat(error(stage)).isInstanceOf(BackplaneTimeoutException.class));
        redis.resume();
        await().untilAsserted(() -> publish(backplane, "x"));
    }

    @Test
    void aSubscriptionThatTheServerEndsIsTakenAgainAndSaidToHaveBeenLost() {
        TcpProxy way = place.way(redis);
        Backplane backplane = place.backplane(way.uri());
        done(backplane.pubSub().subscribe(PRICES, new Listener() {
            @Override
            public void onMessage(byte[] payload) {
                received.add(text(payload));
            }

            @Override
            public void onLost() {
                received.add("lost");
            }
        }));
        publish(backplane, "1");
        await().until(() -> received.size() == 1);
        String channel = Inside.channel(PRICES);
        way.inject((">3\r\n$11\r\nunsubscribe\r\n$" + channel.length() + "\r\n" + channel + "\r\n:0\r\n")
                .getBytes(StandardCharsets.UTF_8));
        await().until(() -> received.size() == 2);
        publish(backplane, "2");
        await().until(() -> received.equals(List.of("1", "lost", "2")));
    }

    /** The server cuts off who does not read; that is a broken link, and never silent. */
    @Test
    void aSlowReaderIsToldThatItWasCutOff() {
        redis.ask("CONFIG SET client-output-buffer-limit \"pubsub 200000 200000 60\"");
        TcpProxy way = place.way(redis);
        Backplane reader = place.backplane(way.uri());
        Backplane sender = place.backplane(redis.uri());
        List<Status> said = statuses(reader);
        listen(reader);
        way.stall();
        // Beyond what the kernel's buffers take.
        for (int i = 0; i < 200; i++) {
            done(sender.pubSub().publish(PRICES, new byte[100_000]));
        }
        way.flow();
        await().until(() -> said.contains(Status.DISCONNECTED) && last(said) == Status.CONNECTED);
        publish(sender, "end");
        await().until(() -> received.contains("end"));
    }

    @Test
    void aListenerThatBlocksDoesNotHoldUpPublishingOrTheStore() {
        Backplane backplane = place.backplane(redis.uri());
        CompletableFuture<Void> go = new CompletableFuture<>();
        done(backplane.pubSub().subscribe(PRICES, payload -> go.join()));
        publish(backplane, "1");
        for (int i = 0; i < 100; i++) {
            publish(backplane, "more");
            done(backplane.membership().leases());
        }
        go.complete(null);
    }

    private void listen(Backplane backplane) {
        done(backplane.pubSub().subscribe(PRICES, payload -> received.add(text(payload))));
    }

    private static void publish(Backplane backplane, String text) {
        done(backplane.pubSub().publish(PRICES, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
