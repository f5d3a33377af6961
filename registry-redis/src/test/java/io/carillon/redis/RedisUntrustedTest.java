package io.carillon.redis;

import static io.carillon.redis.Place.LONG;
import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.Message;
import io.carillon.Target;
import io.carillon.local.Hub;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Envelopes and beacons that somebody has mangled, through real subscriptions. */
class RedisUntrustedTest {
    private static final int MANGLED = LONG ? 1_000_000 : 30_000;
    private static final int BATCH = 500;
    private static final long MOST_GROWTH = 64L * 1024 * 1024;

    /** What other tests have left, and will end at any time. */
    private final Set<Thread> others = threads();

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void nothingMangledKillsAThreadOrStays() {
        Hub here = place.hub(place.backplane(redis.uri()), "here");
        Hub there = place.hub(place.backplane(redis.uri()), "there");
        Sink ada = new Sink(here, "ada") {
            @Override
            public Offer offer(Message message) {
                return message.equals(Message.text("after")) ? super.offer(message) : Offer.ACCEPTED;
            }
        };
        done(here.register(ada));
        done(here.join(ada.id(), "lobby"));
        RedisBackplane attacker = place.backplane(redis.uri());
        List<Subject> subjects = List.of(
                new Subject(Subject.Kind.GROUP, "lobby"), new Subject(Subject.Kind.USER, "ada"), Subject.EVERYONE);
        List<byte[]> good = overheard(attacker.pubSub(), subjects, there);
        Set<Thread> threads = threads();
        threads.removeAll(others);
        long before = heap();

        Random random = new Random(20_261_125);
        List<CompletionStage<?>> published = new ArrayList<>();
        for (int i = 0; i < MANGLED; i++) {
            byte[] bad = mangle(good.get(random.nextInt(good.size())), random);
            published.add(attacker.pubSub().publish(subjects.get(random.nextInt(subjects.size())), bad));
            if (published.size() == BATCH) {
                published.forEach(Place::done);
                published.clear();
            }
        }
        published.forEach(Place::done);

        // Not from there: who may forge an instance's numbers silences it, and who may publish may forge.
        Hub another = place.hub(place.backplane(redis.uri()), "another");
        for (Audience audience : List.of(Audience.group("lobby"), Audience.user("ada"), Audience.everyone())) {
            int already = ada.received.size();
            await().untilAsserted(() -> {
                done(another.send(audience, Message.text("after")));
                assertThat(ada.received).hasSizeGreaterThan(already);
            });
        }
        assertThat(done(another.count("lobby"))).isEqualTo(1);
        await().until(() -> here.health().ready());
        assertThat(threads).as("threads").isNotEmpty().allMatch(Thread::isAlive);
        assertThat(heap() - before).as("growth of the heap").isLessThan(MOST_GROWTH);
    }

    /** What really travels: messages of each kind, a close, beacons. */
    private static List<byte[]> overheard(PubSubSystem pubSub, List<Subject> subjects, Hub hub) {
        List<byte[]> heard = new CopyOnWriteArrayList<>();
        subjects.forEach(subject -> done(pubSub.subscribe(subject, heard::add)));
        done(hub.send(Audience.group("lobby"), Message.text("né 🔔")));
        done(hub.send(Audience.user("ada"), Message.binary(new byte[] {0, -1, 7})));
        done(hub.send(Audience.of(new Target.Group("lobby"), new Target.User("ada")), Message.text("both")));
        await().until(() -> heard.size() >= 4); // with a beacon
        return List.copyOf(heard);
    }

    private static byte[] mangle(byte[] good, Random random) {
        byte[] bad = Arrays.copyOf(good, Math.max(1, good.length + random.nextInt(-good.length, 9)));
        for (int change = random.nextInt(4); change >= 0; change--) {
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        }
        return bad;
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        List.of("-lane-", "carillon-redis", "-timer-").stream().anyMatch(thread.getName()::contains))
                .collect(Collectors.toSet());
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
