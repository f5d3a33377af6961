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
import io.carillon.redis.RedisProcess;
import io.carillon.spi.Connection.Offer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers publish, under which names, and connections that do not do as they should. */
class UntrustedTest {
    private static final List<String> NAMES = List.of(
            "*",
            "a*",
            "a",
            "a:b",
            "a b",
            "[ab]",
            "?",
            "\\",
            "\u0000",
            "\n$5\r\n",
            "😀",
            "A",
            "ä",
            "a\u0308",
            "{a}",
            "user_noti:",
            "room:a",
            "x".repeat(256));

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void whatCannotBeReadIsCountedAndSkipped() {
        Instance here = start(builder -> builder.maxBytes(1_000));
        Client ada = here.client("ada");
        awaitListeners(redis, USERS + "ada", 1);
        publish(redis, USERS + "ada", new byte[] {'a', (byte) 0xff});
        publish(redis, USERS + "ada", new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}); // half a surrogate
        publish(redis, USERS + "ada", new byte[1_001]);
        publish(redis, USERS + "ada", "");
        publish(redis, USERS + "ada", "x".repeat(1_000));
        markerReaches(redis, ada);
        assertThat(ada.received).containsExactly("", "x".repeat(1_000));
        assertThat(here.count(ExternalCount.MALFORMED)).isEqualTo(3);
        assertThat(here.count(ExternalCount.RECEIVED)).isEqualTo(6);
    }

    @Test
    void aReaderThatFailsHarmsNothingButItsMessage() {
        List<String> threads = new CopyOnWriteArrayList<>();
        Instance here = start(builder -> builder.reader((target, payload) -> {
            threads.add(Thread.currentThread().getName());
            String text = new String(payload, StandardCharsets.UTF_8);
            switch (text) {
                case "state" -> throw new IllegalStateException("thrown on purpose");
                case "deep" -> throw new StackOverflowError();
                case "null" -> throw new NullPointerException();
                default -> {
                    return Message.text(text);
                }
            }
        }));
        Client ada = here.client("ada");
        awaitListeners(redis, USERS + "ada", 1);
        List.of("state", "deep", "null", "good").forEach(text -> publish(redis, USERS + "ada", text));
        markerReaches(redis, ada);
        assertThat(ada.received).containsExactly("good");
        assertThat(here.count(ExternalCount.MALFORMED)).isEqualTo(3);
        assertThat(threads).containsOnly("carillon-external-messages");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noNameIsAnotherOrAPattern(boolean pattern) {
        Instance here = start(builder -> pattern ? builder.byPattern() : builder);
        Map<String, Client> users = new LinkedHashMap<>();
        Map<String, Client> members = new LinkedHashMap<>();
        for (String name : NAMES) {
            users.put(name, here.client(name));
            members.put(name, here.member("member", name));
        }
        String last = NAMES.get(NAMES.size() - 1);
        settle(redis, GROUPS + last, members.get(last)); // the registry tells in order, and all is confirmed in order
        users.keySet().forEach(name -> publish(redis, USERS + name, "user " + name));
        members.keySet().forEach(name -> publish(redis, GROUPS + name, "group " + name));
        for (String nobody : List.of(USERS, GROUPS, USERS + "x".repeat(255), USERS + "x".repeat(257), "user_noti")) {
            publish(redis, nobody, "nobody");
        }
        redis.ask("PUBLISH \"user_noti:\\xff\" nobody");
        markerReaches(redis, users.values().toArray(Client[]::new));
        markerReaches(redis, members.values().toArray(Client[]::new));
        users.forEach((name, client) -> assertThat(client.received).containsExactly("user " + name));
        members.forEach((name, client) -> assertThat(client.received).containsExactly("group " + name));
    }

    @Test
    void aConnectionThatIsSlowGoneOrBrokenKeepsNothingFromTheOthers() {
        Instance here = start(builder -> builder);
        Client slow = here.client("ada");
        Client gone = here.client("ada");
        Client broken = here.client("ada");
        Client well = here.client("ada");
        slow.answer = () -> Offer.DROPPED;
        gone.answer = () -> Offer.CLOSED;
        broken.answer = () -> {
            throw new IllegalStateException("thrown on purpose");
        };
        awaitListeners(redis, USERS + "ada", 1);
        publish(redis, USERS + "ada", "1");
        publish(redis, USERS + "ada", "2");
        markerReaches(redis, well);
        assertThat(well.received).containsExactly("1", "2");
        await().untilAsserted(() -> {
            assertThat(here.count(ExternalCount.DROPPED)).isEqualTo(3);
            assertThat(here.count(ExternalCount.ACCEPTED)).isEqualTo(3);
        });
    }

    /** The hub's own messages come over the same link, on the same thread of the driver. */
    @Test
    void whatIsTooMuchIsDroppedAndHoldsUpNobodyElse() {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Instance here = start(builder -> builder.queue(2).reader((target, payload) -> {
            reading.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Message.text(new String(payload, StandardCharsets.UTF_8));
        }));
        Client ada = here.client("ada");
        Client grace = here.client("grace");
        awaitListeners(redis, USERS + "ada", 1);
        publish(redis, USERS + "ada", "0");
        await().until(() -> reading.getCount() == 0);
        for (int i = 1; i < 6; i++) {
            publish(redis, USERS + "ada", "" + i);
        }
        await().until(() -> here.count(ExternalCount.OVERFLOWED) == 3);
        done(here.hub.send(Audience.everyone(), Message.text("of the hub's")));
        for (Client client : List.of(ada, grace)) {
            await().until(() -> client.received.equals(List.of("of the hub's")));
        }
        goOn.countDown();
        await().until(() -> ada.received.size() == 4);
        assertThat(ada.received).containsExactly("of the hub's", "0", "1", "2");
        publish(redis, EVERYONE, "after");
        await().until(() -> grace.received.contains("after"));
    }

    private Instance start(UnaryOperator<ExternalMessagesBuilder> options) {
        return Instance.start(place, place.backplane(redis.uri()), options);
    }
}
