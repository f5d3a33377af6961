package io.carillon.external;

import static io.carillon.external.Place.await;
import static io.carillon.external.Place.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.local.Hub;
import io.carillon.redis.RedisProcess;
import io.carillon.spi.Backplane;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** One instance that listens to others. */
final class Instance {
    static final String USERS = "user_noti:";
    static final String GROUPS = "room:";
    static final String EVERYONE = "news";

    private static final AtomicLong MARKERS = new AtomicLong();

    final Hub hub;
    final ExternalMessages external;

    private Instance(Hub hub, ExternalMessages external) {
        this.hub = hub;
        this.external = external;
    }

    static Instance start(Place place, Backplane backplane) {
        return start(place, backplane, builder -> builder);
    }

    static Instance start(Place place, Backplane backplane, UnaryOperator<ExternalMessagesBuilder> options) {
        return start(place, backplane, backplane, options);
    }

    /** With a way of its own to what others publish. */
    static Instance start(
            Place place, Backplane backplane, Backplane outside, UnaryOperator<ExternalMessagesBuilder> options) {
        return start(
                place,
                backplane,
                options.apply(ExternalMessages.builder(outside)
                                .users(USERS)
                                .groups(GROUPS)
                                .everyone(EVERYONE))
                        .build());
    }

    static Instance start(Place place, Backplane backplane, ExternalMessages external) {
        Hub hub = place.hub(backplane, "instance", builder -> builder.listener(external.listener()));
        place.keep(external);
        done(external.start(hub));
        return new Instance(hub, external);
    }

    Client client(String user) {
        return client(Optional.of(user));
    }

    Client client(Optional<String> user) {
        Client client = new Client(hub, user);
        done(hub.register(client));
        return client;
    }

    Client member(String user, String group) {
        Client client = client(user);
        done(hub.join(client.id(), group));
        return client;
    }

    long count(ExternalCount count) {
        return external.counts().get(count);
    }

    /** As anybody does, by any means. Answers how many subscriptions of that node got it. */
    static int publish(RedisProcess redis, String channel, String text) {
        return publish(redis, channel, text.getBytes(StandardCharsets.UTF_8));
    }

    static int publish(RedisProcess redis, String channel, byte[] payload) {
        String said = redis.ask("PUBLISH " + quoted(channel.getBytes(StandardCharsets.UTF_8)) + " " + quoted(payload));
        return Integer.parseInt(said.lines().findFirst().orElseThrow().substring(1));
    }

    static void awaitListeners(RedisProcess redis, String channel, int many) {
        String ask = "PUBSUB NUMSUB " + quoted(channel.getBytes(StandardCharsets.UTF_8));
        await().untilAsserted(() -> assertThat(redis.ask(ask)).contains("\n:" + many + "\r"));
    }

    /** Until what is published there reaches these. */
    static void settle(RedisProcess redis, String channel, Client... clients) {
        String marker = "~" + MARKERS.incrementAndGet();
        for (Client client : clients) {
            await().until(() -> {
                publish(redis, channel, marker);
                return client.markers.contains(marker);
            });
        }
    }

    /** Whatever was published before has come by then, or never comes. */
    static void markerReaches(RedisProcess redis, Client... clients) {
        String marker = "~" + MARKERS.incrementAndGet();
        publish(redis, EVERYONE, marker);
        for (Client client : clients) {
            await().until(() -> client.markers.contains(marker));
        }
    }

    /** As an inline command takes any bytes. */
    private static String quoted(byte[] bytes) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte one : bytes) {
            quoted.append(String.format(Locale.ROOT, "\\x%02x", one));
        }
        return quoted.append('"').toString();
    }
}
