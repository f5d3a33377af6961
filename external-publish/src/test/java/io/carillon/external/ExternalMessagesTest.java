package io.carillon.external;

import static io.carillon.external.Instance.EVERYONE;
import static io.carillon.external.Instance.GROUPS;
import static io.carillon.external.Instance.USERS;
import static io.carillon.external.Instance.awaitListeners;
import static io.carillon.external.Instance.markerReaches;
import static io.carillon.external.Instance.publish;
import static io.carillon.external.Instance.settle;
import static io.carillon.external.Place.await;
import static io.carillon.external.Place.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.Message;
import io.carillon.Target;
import io.carillon.faults.FaultyBackplane;
import io.carillon.redis.RedisProcess;
import io.carillon.spi.PubSubSystem.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two instances on one Redis, and somebody outside who publishes. */
class ExternalMessagesTest {
    /** How an instance listens. */
    enum Listening {
        BY_INTEREST,
        BY_PATTERN;

        private ExternalMessagesBuilder options(ExternalMessagesBuilder builder) {
            return this == BY_PATTERN ? builder.byPattern() : builder;
        }
    }

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();

    @AfterEach
    void close() {
        place.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyConnectionOfAUserGetsWhatIsPublishedOnce(Listening how) {
        Instance here = start(how);
        Instance there = start(how);
        Client one = here.client("ada");
        Client two = here.client("ada");
        Client three = there.client("ada");
        Client other = there.client("grace");
        settle(redis, USERS + "ada", one, two, three);
        settle(redis, USERS + "grace", other);

        assertThat(publish(redis, USERS + "ada", "{\"n\":1}")).isEqualTo(2);
        publish(redis, USERS + "ada", "{\"n\":2}");
        markerReaches(redis, one, two, three, other);

        for (Client client : List.of(one, two, three)) {
            assertThat(client.received).containsExactly("{\"n\":1}", "{\"n\":2}");
        }
        assertThat(other.received).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyMemberOfAGroupGetsWhatIsPublishedOnce(Listening how) {
        Instance here = start(how);
        Instance there = start(how);
        Client one = here.member("ada", "lobby");
        Client two = there.member("ada", "lobby");
        Client three = there.member("grace", "lobby");
        Client other = there.member("bob", "lob");
        Client nobody = here.client(Optional.empty());
        done(here.hub.join(nobody.id(), "lobby"));
        done(here.hub.join(nobody.id(), "lobby"));
        settle(redis, GROUPS + "lobby", one, two, three, nobody);
        settle(redis, GROUPS + "lob", other);

        publish(redis, GROUPS + "lobby", "hi");
        markerReaches(redis, one, two, three, other, nobody);

        List.of(one, two, three, nobody)
                .forEach(client -> assertThat(client.received).containsExactly("hi"));
        assertThat(other.received).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyoneGetsWhatIsPublishedOnce(Listening how) {
        Instance here = start(how);
        Instance there = start(how);
        List<Client> clients = List.of(
                here.client("ada"), here.client(Optional.empty()), there.member("ada", "lobby"), there.client("bob"));
        publish(redis, EVERYONE, "hi");
        clients.forEach(client -> await().until(() -> client.received.equals(List.of("hi"))));
        markerReaches(redis, clients.toArray(Client[]::new));
        clients.forEach(client -> assertThat(client.received).containsExactly("hi"));
    }

    @Test
    void forWhoIsNotHereNobodyListensAndNothingHappens() {
        Instance here = start(Listening.BY_INTEREST);
        Client ada = here.client("ada");
        Client grace = here.client("grace");
        awaitListeners(redis, USERS + "grace", 1);
        done(here.hub.unregister(grace.id()));
        awaitListeners(redis, USERS + "grace", 0);

        assertThat(publish(redis, USERS + "nobody", "1")).isZero();
        assertThat(publish(redis, USERS + "grace", "2")).isZero();
        assertThat(publish(redis, GROUPS + "nowhere", "3")).isZero();
        markerReaches(redis, ada);
        assertThat(ada.received).isEmpty();
        assertThat(grace.received).isEmpty();
        assertThat(here.count(ExternalCount.RECEIVED)).as("the marker").isEqualTo(1);
    }

    @Test
    void whereThereIsAPatternWhatIsForOthersIsCountedAndNotRead() {
        Instance here = Instance.start(
                place,
                place.backplane(redis.uri()),
                builder -> builder.byPattern().reader((target, payload) -> {
                    assertThat(target).isNotEqualTo(new Target.User("nobody"));
                    return Message.text("read");
                }));
        Client ada = here.client("ada");
        assertThat(publish(redis, USERS + "nobody", "1")).isEqualTo(1);
        publish(redis, EVERYONE, "2");
        await().until(() -> ada.received.equals(List.of("read")));
        assertThat(here.count(ExternalCount.RECEIVED)).isEqualTo(2);
        assertThat(here.count(ExternalCount.MALFORMED)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPublishedOnOneChannelComesInItsOrder(Listening how) {
        Instance here = start(how);
        Client ada = here.client("ada");
        settle(redis, USERS + "ada", ada);
        IntStream.range(0, 300).forEach(i -> publish(redis, USERS + "ada", "" + i));
        await().until(() -> ada.received.size() == 300);
        assertThat(ada.received)
                .isEqualTo(IntStream.range(0, 300).mapToObj(String::valueOf).toList());
    }

    /** One who comes again while the subscription is being given up gets one of its own. */
    @Test
    void whoComesAndGoesAndComesAgainHearsEverythingOnce() {
        Instance here = start(Listening.BY_INTEREST);
        Client stays = here.client("grace");
        for (int round = 0; round < 100; round++) {
            Client ada = here.client("ada");
            here.hub.join(ada.id(), "lobby");
            here.hub.leave(ada.id(), "lobby");
            here.hub.join(ada.id(), "lobby");
            done(here.hub.unregister(ada.id()));
        }
        Client ada = here.member("ada", "lobby");
        done(here.hub.leave(ada.id(), "lobby"));
        done(here.hub.join(ada.id(), "lobby"));
        // Once it is heard, it is heard for good; what still hears it from before is for nobody.
        for (String channel : List.of(USERS + "ada", GROUPS + "lobby")) {
            settle(redis, channel, ada);
        }
        for (int i = 0; i < 20; i++) {
            publish(redis, USERS + "ada", "user " + i);
            publish(redis, GROUPS + "lobby", "group " + i);
        }
        markerReaches(redis, ada, stays);
        for (String kind : List.of("user ", "group ")) {
            assertThat(ada.received)
                    .filteredOn(text -> text.startsWith(kind))
                    .isEqualTo(IntStream.range(0, 20).mapToObj(i -> kind + i).toList());
        }
        done(here.hub.unregister(ada.id()));
        awaitListeners(redis, USERS + "ada", 0);
        awaitListeners(redis, GROUPS + "lobby", 0);
        assertThat(here.count(ExternalCount.REFUSED)).isZero();
    }

    @Test
    void whoWasHereBeforeTheStartIsListenedForToo() {
        var backplane = place.backplane(redis.uri());
        ExternalMessages external = place.keep(
                ExternalMessages.builder(backplane).users(USERS).groups(GROUPS).build());
        var hub = place.hub(backplane, "early", builder -> builder.listener(external.listener()));
        Client ada = new Client(hub, Optional.of("ada"));
        Client grace = new Client(hub, Optional.of("grace"));
        done(hub.register(ada));
        done(hub.register(grace));
        done(hub.join(ada.id(), "lobby"));
        done(hub.unregister(grace.id()));
        done(external.start(hub));
        awaitListeners(redis, USERS + "ada", 1);
        awaitListeners(redis, GROUPS + "lobby", 1);
        publish(redis, USERS + "ada", "1");
        await().until(() -> ada.received.equals(List.of("1")));
        awaitListeners(redis, USERS + "grace", 0);
    }

    @ParameterizedTest
    @EnumSource
    void whenRedisHasRestartedWhatIsPublishedComesAgain(Listening how) {
        var backplane = place.backplane(redis.uri());
        List<Status> said = Place.statuses(backplane);
        Instance here = Instance.start(place, backplane, how::options);
        Client ada = here.member("ada", "lobby");
        settle(redis, GROUPS + "lobby", ada);
        redis.kill();
        await().until(() -> Place.last(said) == Status.DISCONNECTED);
        redis.start();
        await().until(() -> Place.last(said) == Status.CONNECTED);
        publish(redis, USERS + "ada", "user");
        publish(redis, GROUPS + "lobby", "group");
        publish(redis, EVERYONE, "everyone");
        await().until(() -> ada.received.size() == 3);
        assertThat(ada.received).containsExactlyInAnyOrder("user", "group", "everyone");
        assertThat(ada.closed).isNotDone();
    }

    /** While the store can confirm nothing, nobody hears that somebody has gone. */
    @Test
    void whoHasGoneWithoutAWordIsNotListenedForForEver() {
        var backplane = place.backplane(redis.uri());
        FaultyBackplane way = place.keep(FaultyBackplane.over(backplane));
        ExternalMessagesBuilder options = ExternalMessages.builder(backplane).users(USERS);
        Instance here = Instance.start(
                place,
                way,
                new ExternalMessages(
                        options.options(), backplane.channels().orElseThrow(), Duration.ofMillis(50), new Control()));
        Client ada = here.client("ada");
        awaitListeners(redis, USERS + "ada", 1);
        way.cut();
        here.hub.unregister(ada.id());
        awaitListeners(redis, USERS + "ada", 0);
    }

    @ParameterizedTest
    @EnumSource
    void afterTheCloseNothingIsHeardAndTheRegistryGoesOn(Listening how) {
        Instance here = start(how);
        Client ada = here.member("ada", "lobby");
        settle(redis, GROUPS + "lobby", ada);
        here.external.close();
        here.external.close();
        await().until(() -> publish(redis, USERS + "ada", "1") == 0
                && publish(redis, GROUPS + "lobby", "2") == 0
                && publish(redis, EVERYONE, "3") == 0);
        Client late = here.client("grace");
        ada.received.clear();
        done(here.hub.send(Audience.everyone(), Message.text("marker")));
        for (Client client : List.of(ada, late)) {
            await().until(() -> client.received.equals(List.of("marker")));
        }
        assertThat(publish(redis, USERS + "grace", "4")).isZero();
    }

    private Instance start(Listening how) {
        return Instance.start(place, place.backplane(redis.uri()), how::options);
    }
}
