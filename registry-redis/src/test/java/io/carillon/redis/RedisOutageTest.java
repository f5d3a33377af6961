package io.carillon.redis;

import static io.carillon.redis.Place.LONG;
import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneUnavailableException;
import io.carillon.Gap;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.local.Hub;
import io.carillon.redis.core.Inside;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis that dies, sleeps and forgets, under hubs that have members. */
class RedisOutageTest {
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration LEASE = Duration.ofSeconds(2);

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();

    @AfterEach
    void close() {
        place.close();
    }

    /** Every message that was not refused has arrived or lies in a reported gap; none came twice, none out of order. */
    @Test
    void fiveDeathsOfTheBrokerLoseNothingInSilence() {
        int messages = LONG ? 10_000 : 2_000;
        int connections = LONG ? 300 : 10;
        Place.Losses losses = new Place.Losses();
        Hub sender = place.hub(place.backplane(redis.uri()), "sender");
        Hub receiver = place.hub(place.backplane(redis.uri()), "receiver", hub -> hub.listener(losses));
        List<Sink> sinks = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Sink sink = new Sink(receiver, "user-" + i);
            done(receiver.register(sink));
            done(receiver.join(sink.id(), "lobby"));
            sinks.add(sink);
        }
        done(send(sender, "0")); // the base line
        await().until(() -> sinks.stream().allMatch(sink -> sink.received.size() == 1));
        List<CompletableFuture<SendResult>> sent = sendWhileItDies(sender, messages);

        await().until(() -> sender.health().ready() && receiver.health().ready());
        await().untilAsserted(() -> assertThat(done(sender.count("lobby"))).isEqualTo(connections));
        int number = 1;
        Set<Long> expected = new TreeSet<>();
        List<String> texts = new ArrayList<>(List.of("0"));
        for (int i = 0; i < messages; i++) {
            if (!isRefused(sent.get(i))) {
                expected.add((long) ++number);
                texts.add(String.valueOf(i + 1));
            }
        }
        await().untilAsserted(() -> {
            Set<Long> missing = new TreeSet<>(expected);
            sinks.get(0).received.stream().skip(1).forEach(text -> missing.remove(texts.indexOf(text) + 1L));
            assertThat(numbers(losses.gaps)).isEqualTo(missing);
        });
        for (Sink sink : sinks) {
            List<Integer> order = sink.received.stream().map(Integer::valueOf).toList();
            assertThat(order).isEqualTo(order.stream().sorted().distinct().toList());
            assertThat(order).hasSameSizeAs(sinks.get(0).received);
        }
    }

    @Test
    void whenTheBrokerHasSleptLongerThanALeaseNobodyLivingIsSwept() {
        List<String> gone = new CopyOnWriteArrayList<>();
        List<Hub> hubs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Hub hub = place.hub(
                    place.backplane(redis.uri()),
                    "h" + i,
                    options -> options.lease(SHORTEST_LEASE).listener(departures(gone)));
            Sink sink = new Sink(hub, "user-" + i);
            done(hub.register(sink));
            done(hub.join(sink.id(), "lobby"));
            hubs.add(hub);
        }
        redis.pause();
        await().until(() -> hubs.stream().noneMatch(hub -> hub.health().ready()));
        afterwards(SHORTEST_LEASE.multipliedBy(LONG ? 15 : 3));
        redis.resume();
        await().untilAsserted(() ->
                hubs.forEach(hub -> assertThat(done(hub.count("lobby"))).isEqualTo(3)));
        await().until(() -> hubs.stream().allMatch(hub -> hub.health().ready()));
        assertThat(gone).isEmpty();
    }

    @Test
    void whatTheBrokerForgetsIsWrittenAgain() {
        Hub here = place.hub(place.backplane(redis.uri()), "here", hub -> hub.lease(SHORTEST_LEASE));
        Hub there = place.hub(place.backplane(redis.uri()), "there", hub -> hub.lease(SHORTEST_LEASE));
        Sink ada = new Sink(here, "ada");
        done(here.register(ada));
        done(here.join(ada.id(), "lobby"));
        redis.ask("FLUSHALL");
        assertThat(done(there.count("lobby"))).isZero();
        await().untilAsserted(() -> {
            assertThat(done(there.count("lobby"))).isEqualTo(1);
            assertThat(done(there.connectionsOf("ada"))).hasSize(1);
            assertThat(done(there.groups(ada.id()))).containsExactly("lobby");
        });
    }

    @Test
    void anInstanceThatIsKilledVanishesWithAllItHad() {
        int members = LONG ? 1_000 : 100;
        int groups = LONG ? 100 : 10;
        Hub survivor = place.hub(place.backplane(redis.uri()), "survivor", hub -> hub.lease(LEASE));
        Sink ada = new Sink(survivor, "ada");
        done(survivor.register(ada));
        done(survivor.join(ada.id(), "group-0"));
        ChildNode node = place.keep(new ChildNode(redis.uri(), members, groups, LEASE));
        await().untilAsserted(() -> assertThat(done(survivor.count("group-0"))).isEqualTo(members / groups + 1));
        node.kill();
        await().untilAsserted(() -> {
            assertThat(done(survivor.count("group-0"))).isEqualTo(1);
            assertThat(done(survivor.count("group-1"))).isZero();
            assertThat(done(survivor.instances())).containsExactly(survivor.instanceId());
        });
        assertThat(done(survivor.members("group-0"))).extracting(Member::id).containsExactly(ada.id());
        String own = Inside.encoded(survivor.instanceId().value());
        await().untilAsserted(() -> assertThat(redis.keys())
                .allSatisfy(
                        key -> assertThat(key).containsAnyOf(own, "{i}", "{t.e._}", "{t.u.YWRh}", "{t.g.Z3JvdXAtMA}")));
    }

    @Test
    void anInstanceThatSleptComesBackAndRemovesNobody() {
        Hub awake = place.hub(place.backplane(redis.uri()), "awake", hub -> hub.lease(LEASE));
        Sink ada = new Sink(awake, "ada");
        done(awake.register(ada));
        done(awake.join(ada.id(), "group-0"));
        ChildNode node = place.keep(new ChildNode(redis.uri(), 10, 1, LEASE));
        await().untilAsserted(() -> assertThat(done(awake.count("group-0"))).isEqualTo(11));
        node.pause();
        await().untilAsserted(() -> assertThat(done(awake.count("group-0"))).isEqualTo(1));
        afterwards(LEASE.multipliedBy(2));
        assertThat(done(awake.count("group-0"))).isEqualTo(1);
        node.resume();
        await().untilAsserted(() -> assertThat(done(awake.count("group-0"))).isEqualTo(11));
    }

    /** At 500 a second; the broker is killed five times, and is away for a moment each time. */
    private List<CompletableFuture<SendResult>> sendWhileItDies(Hub sender, int messages) {
        List<CompletableFuture<SendResult>> sent = new ArrayList<>();
        AtomicInteger next = new AtomicInteger();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        try {
            clock.scheduleAtFixedRate(
                    () -> {
                        if (next.get() < messages) {
                            sent.add(send(sender, String.valueOf(next.incrementAndGet())));
                        }
                    },
                    0,
                    2,
                    TimeUnit.MILLISECONDS);
            for (int death = 1; death <= 5; death++) {
                int when = death * messages / 6;
                await().until(() -> next.get() >= when);
                redis.kill();
                redis.start();
                await().until(() -> sender.health().ready());
            }
            await().until(() -> next.get() >= messages);
        } finally {
            clock.shutdown();
        }
        await().until(clock::isTerminated);
        return sent;
    }

    private static CompletableFuture<SendResult> send(Hub sender, String text) {
        return sender.send(Audience.group("lobby"), Message.text(text)).toCompletableFuture();
    }

    private static boolean isRefused(CompletableFuture<SendResult> sent) {
        return done(sent.handle((result, error) -> error != null))
                && Place.error(sent) instanceof BackplaneUnavailableException;
    }

    private static Set<Long> numbers(List<Gap> gaps) {
        Set<Long> numbers = new TreeSet<>();
        for (Gap gap : gaps) {
            if (gap.target().equals(new Target.Group("lobby"))) {
                for (long number = gap.first(); number <= gap.last(); number++) {
                    numbers.add(number);
                }
            }
        }
        return numbers;
    }

    private static RegistryListener departures(List<String> gone) {
        return new RegistryListener() {
            @Override
            public void left(Member member, String group) {
                gone.add(member + " " + group);
            }

            @Override
            public void disconnected(Member member) {
                gone.add(member.toString());
            }

            @Override
            public void offline(String user) {
                gone.add(user);
            }
        };
    }

    /** Lets time pass on a broker or an instance that sleeps; nothing could tell that it has. */
    private static void afterwards(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.plus(Place.DEADLINE)).until(() -> System.nanoTime() - end >= 0);
    }
}
