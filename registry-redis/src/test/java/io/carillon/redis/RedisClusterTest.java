package io.carillon.redis;

import static io.carillon.redis.Place.LONG;
import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static io.carillon.redis.Place.last;
import static io.carillon.redis.Place.statuses;
import static io.carillon.redis.Place.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.Audience;
import io.carillon.BackplaneUnavailableException;
import io.carillon.Gap;
import io.carillon.Message;
import io.carillon.SendResult;
import io.carillon.Target;
import io.carillon.local.Hub;
import io.carillon.redis.core.Inside;
import io.carillon.spi.Capability;
import io.carillon.spi.ExternalChannels;
import io.carillon.spi.ExternalChannels.ChannelListener;
import io.carillon.spi.PubSubSystem.Listener;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.PubSubSystem.Subscription;
import io.carillon.spi.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Cluster whose slots move, under backplanes and hubs. */
class RedisClusterTest {
    private static final Subject PRICES = Subject.application("prices");
    private static final Duration RESUMED = within(Duration.ofSeconds(2));

    private final RedisClusterProcess cluster = RedisClusterProcess.shared();
    private final Place place = new Place();
    private final List<String> received = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void anyNodeLeadsToAllAndOneOrderOfAllIsNotPromised() {
        for (RedisProcess node : cluster.nodes()) {
            RedisBackplane backplane = place.backplane("redis-cluster://127.0.0.1:" + node.port());
            assertThat(backplane.capabilities()).doesNotContain(Capability.TOTAL_ORDER);
            done(backplane.membership().leases());
        }
        place.backplane("redis-cluster://127.0.0.1:1,127.0.0.1:"
                + cluster.nodes().get(2).port());
    }

    @Test
    void aNodeThatIsGivenAsASingleServerIsRefusedAndTheOtherWayRound() {
        String node = "127.0.0.1:" + cluster.nodes().get(0).port();
        assertThatThrownBy(() -> place.backplane("redis://" + node))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContaining("redis-cluster://");
        RedisProcess single = place.redis();
        assertThatThrownBy(() -> place.backplane("redis-cluster://127.0.0.1:" + single.port()))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContaining("cluster support disabled");
    }

    /** No message is lost in silence, none comes twice, none out of order; it goes on within 2 s. */
    @Test
    void aSlotThatMovesUnderLoadIsFollowedAndTheGapIsReported() {
        Place.Losses losses = new Place.Losses();
        Hub sender = place.hub(place.backplane(cluster.uri()), "sender");
        Hub receiver = place.hub(place.backplane(cluster.uri()), "receiver", hub -> hub.listener(losses));
        TimedSink sink = new TimedSink(receiver);
        done(receiver.register(sink));
        done(receiver.join(sink.id(), "lobby"));
        int slot = cluster.slot(Inside.channel(new Subject(Subject.Kind.GROUP, "lobby")));
        int between = LONG ? 300 : 250; // so many come before, between and behind the moves
        int moves = LONG ? 4 : 2;
        List<CompletableFuture<SendResult>> sent = new CopyOnWriteArrayList<>();
        done(send(sender, "0"));
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        try {
            // For as long as it takes: also who was held up finds out by what still comes that it goes on.
            clock.scheduleAtFixedRate(
                    () -> sent.add(send(sender, String.valueOf(sent.size() + 1))), 0, 5, TimeUnit.MILLISECONDS);
            for (int move = 1; move <= moves; move++) {
                awaitMore(sink, between);
                RedisProcess owner = cluster.owner(slot);
                RedisProcess other = cluster.nodes().get((cluster.nodes().indexOf(owner) + 1) % 3);
                cluster.move(slot, other);
                long moved = System.nanoTime();
                await().until(() -> sink.firstAfter(moved).isPresent());
                assertThat(Duration.ofNanos(sink.firstAfter(moved).getAsLong() - moved))
                        .isLessThan(RESUMED);
            }
            awaitMore(sink, between);
        } finally {
            clock.shutdown();
        }
        await().until(clock::isTerminated);
        done(send(sender, "end"));
        await().until(() -> sink.received.contains("end"));
        int number = 1;
        Set<Long> expected = new TreeSet<>();
        List<String> texts = new ArrayList<>(List.of("0"));
        for (int i = 0; i < sent.size(); i++) {
            if (!isRefused(sent.get(i))) {
                expected.add((long) ++number);
                texts.add(String.valueOf(i + 1));
            }
        }
        await().untilAsserted(() -> {
            Set<Long> missing = new TreeSet<>(expected);
            sink.received.forEach(text -> missing.remove(texts.indexOf(text) + 1L));
            assertThat(numbers(losses.gaps)).isEqualTo(missing);
        });
        List<Integer> order = sink.received.stream()
                .filter(text -> !text.equals("end"))
                .map(Integer::valueOf)
                .toList();
        assertThat(order).isEqualTo(order.stream().sorted().distinct().toList());
    }

    @Test
    void aSubscriptionIsToldThatItsSlotHasMovedAndGoesOn() {
        RedisBackplane backplane = place.backplane(cluster.uri());
        List<Status> said = statuses(backplane);
        listen(backplane);
        publish(backplane, "1");
        await().until(() -> received.equals(List.of("1")));
        int slot = cluster.slot(Inside.channel(PRICES));
        RedisProcess owner = cluster.owner(slot);
        cluster.move(slot, cluster.nodes().get((cluster.nodes().indexOf(owner) + 1) % 3));
        await().atMost(Duration.ofSeconds(9)).until(() -> received.contains("lost")); // not only at the slow pace
        await().untilAsserted(() -> publish(backplane, "2"));
        await().until(() -> received.equals(List.of("1", "lost", "2")));
        assertThat(said).containsExactly(Status.CONNECTED);
    }

    /** No server of 6.2 is at hand; what such a Cluster is told is tried on a 7.0 that claims to be one. */
    @Test
    void aClusterBeforeShardedChannelsIsSpokenToInClassicWords() {
        ClusterWays ways = place.keep(new ClusterWays(cluster));
        ways.lie(said -> RedisProcess.claiming("6.2.14", said));
        RedisBackplane here = place.backplane(ways.uri());
        RedisBackplane there = place.backplane(ways.uri());
        listen(here);
        String channel = Inside.channel(PRICES);
        RedisProcess owner = cluster.owner(cluster.slot(channel));
        assertThat(owner.ask("PUBSUB NUMSUB " + channel)).contains(":1");
        assertThat(owner.ask("PUBSUB SHARDNUMSUB " + channel)).contains(":0");
        publish(there, "1");
        await().until(() -> received.equals(List.of("1")));
        done(here.pubSub().respond(PRICES, question -> CompletableFuture.completedStage(question)));
        assertThat(done(there.pubSub().request(PRICES, bytes("?"), Place.DEADLINE)))
                .isEqualTo(bytes("?"));
    }

    /** Its keys are half here, half there, and then elsewhere; what is asked is answered all the same. */
    @Test
    void membershipHoldsWhileASlotIsOnItsWay() {
        Hub here = place.hub(place.backplane(cluster.uri()), "here");
        Hub there = place.hub(place.backplane(cluster.uri()), "there");
        Sink ada = new Sink(here, "ada");
        done(here.register(ada));
        done(here.join(ada.id(), "room"));
        int slot = cluster.slot(Inside.holders(new Target.Group("room")));
        RedisProcess owner = cluster.owner(slot);
        RedisProcess next = cluster.nodes().get((cluster.nodes().indexOf(owner) + 1) % 3);
        cluster.begin(slot, next);
        CompletableFuture<Long> counted = there.count("room").toCompletableFuture();
        Sink bob = new Sink(there, "bob");
        done(there.register(bob));
        CompletableFuture<?> joined = there.join(bob.id(), "room").toCompletableFuture();
        cluster.finish(slot, next);
        assertThat(done(counted)).as("with bob, or still without").isBetween(1L, 2L);
        done(joined);
        assertThat(done(here.count("room"))).isEqualTo(2);
        assertThat(cluster.owner(slot)).isSameAs(next);
    }

    /** The set of those who have members is there already, the members are not yet: there, it looks as if they had none. */
    @Test
    void noScriptRunsWhereItsSlotHasHalfArrived() {
        Hub hub = place.hub(place.backplane(cluster.uri()), "here");
        Sink ada = new Sink(hub, "ada");
        done(hub.register(ada));
        done(hub.join(ada.id(), "halfway"));
        String holders = Inside.holders(new Target.Group("halfway"));
        int slot = cluster.slot(holders);
        RedisProcess owner = cluster.owner(slot);
        RedisProcess next = cluster.nodes().get((cluster.nodes().indexOf(owner) + 1) % 3);
        cluster.begin(slot, next);
        assertThat(owner.ask("MIGRATE 127.0.0.1 " + next.port() + " " + holders + " 0 5000"))
                .startsWith("+OK");
        assertThat(owner.ask("CONFIG RESETSTAT")).startsWith("+OK");
        CompletableFuture<Long> counted = hub.count("halfway").toCompletableFuture();
        await().until(() -> counted.isDone() || owner.ask("INFO errorstats").contains("errorstat_ASK:"));
        cluster.finish(slot, next);
        assertThat(done(counted)).isEqualTo(1);
        assertThat(done(hub.count("halfway"))).as("nobody was dropped").isEqualTo(1);
    }

    @Test
    void aLinkToOneMasterThatIsDeadWithoutSayingSoIsFoundAndReplaced() {
        ClusterWays ways = place.keep(new ClusterWays(cluster));
        RedisBackplane backplane = place.backplane(ways.uri(), options -> options.patience(Duration.ofSeconds(3)));
        List<Status> said = statuses(backplane);
        listen(backplane);
        // Not the one of the subject: its own canary has to find it.
        RedisProcess other = cluster.nodes().stream()
                .filter(node -> node != cluster.owner(cluster.slot(Inside.channel(PRICES))))
                .findFirst()
                .orElseThrow();
        ways.to(other).stall();
        await().until(() -> last(said) == Status.DISCONNECTED);
        publish(backplane, "the others go on");
        ways.to(other).flow();
        await().until(() -> last(said) == Status.CONNECTED);
        publish(backplane, "after");
        await().until(() -> received.equals(List.of("the others go on", "after")));
    }

    @Test
    void hostileNamesSpreadOverAllSlotsStayApart() {
        RedisBackplane here = place.backplane(cluster.uri());
        RedisBackplane there = place.backplane(cluster.uri());
        int names = 300;
        List<String> wrong = new CopyOnWriteArrayList<>();
        AtomicInteger arrived = new AtomicInteger();
        for (int i = 0; i < names; i++) {
            String name = hostile(i);
            done(here.pubSub().subscribe(new Subject(Subject.Kind.GROUP, name), payload -> {
                arrived.incrementAndGet();
                if (!text(payload).equals(name)) {
                    wrong.add(name);
                }
            }));
        }
        for (int i = 0; i < names; i++) {
            done(there.pubSub().publish(new Subject(Subject.Kind.GROUP, hostile(i)), bytes(hostile(i))));
        }
        await().until(() -> arrived.get() == names);
        assertThat(wrong).isEmpty();
        Hub hub = place.hub(there, "names");
        Sink ada = new Sink(hub, "ada}{");
        done(hub.register(ada));
        for (int i = 0; i < 50; i++) {
            done(hub.join(ada.id(), hostile(i)));
        }
        assertThat(done(hub.groups(ada.id()))).hasSize(50);
        cluster.nodes().forEach(node -> assertThat(node.keys()).allMatch(key -> key.startsWith("carillon:")));
    }

    /** The lists of the README, and nothing else, also while a slot moves. */
    @Test
    void theRightsOfTheReadmeAreEnoughOnACluster() {
        cluster.nodes()
                .forEach(node -> node.ask("ACL SETUSER app on >secret " + RedisReadmeTest.rights() + " "
                        + RedisReadmeTest.rightsOnACluster()));
        cluster.nodes().forEach(node -> node.ask("ACL LOG RESET"));
        String uri =
                "redis-cluster://app:secret@127.0.0.1:" + cluster.nodes().get(0).port();
        Hub here = place.hub(place.backplane(uri), "here");
        Hub there = place.hub(place.backplane(uri), "there");
        Sink ada = new Sink(here, "ada");
        done(here.register(ada));
        done(there.join(ada.id(), "rights"));
        assertThat(done(there.groups(ada.id()))).containsExactly("rights");
        done(there.send(Audience.group("rights"), Message.text("hi")));
        await().until(() -> ada.received.equals(List.of("hi")));
        int slot = cluster.slot(Inside.holders(new Target.Group("rights")));
        RedisProcess next = cluster.nodes().get((cluster.nodes().indexOf(cluster.owner(slot)) + 1) % 3);
        cluster.begin(slot, next);
        CompletableFuture<Long> counted = there.count("rights").toCompletableFuture();
        cluster.finish(slot, next);
        assertThat(done(counted)).isEqualTo(1);
        done(here.unregister(ada.id()));
        cluster.nodes().forEach(node -> assertThat(node.ask("ACL LOG")).isEqualTo("*0\r\n+OK\r\n"));
    }

    @Test
    void forPlainChannelsTheRightsOfTheReadmeAreEnoughOnAClusterToo() {
        cluster.nodes()
                .forEach(node -> node.ask("ACL SETUSER app on >secret " + RedisReadmeTest.rights() + " "
                        + RedisReadmeTest.rightsOnACluster() + " " + RedisReadmeTest.channelRights()));
        cluster.nodes().forEach(node -> node.ask("ACL LOG RESET"));
        RedisProcess first = cluster.nodes().get(0);
        ExternalChannels channels = place.backplane("redis-cluster://app:secret@127.0.0.1:" + first.port())
                .channels()
                .orElseThrow();
        ChannelListener listener = (channel, payload) -> received.add(channel + "=" + text(payload));
        List<Subscription> all = new ArrayList<>();
        for (int user = 0; user < 20; user++) { // on each of the nodes
            all.add(done(channels.subscribe("user_noti:" + user, listener)));
        }
        for (int user = 0; user < 20; user++) {
            first.ask("PUBLISH user_noti:" + user + " " + user);
        }
        await().until(() -> received.size() == 20);
        done(channels.subscribePattern("user_noti:*", listener));
        all.forEach(one -> done(one.close()));
        first.ask("PUBLISH user_noti:x 1");
        await().until(() -> received.contains("user_noti:x=1"));
        cluster.nodes().forEach(node -> assertThat(node.ask("ACL LOG")).isEqualTo("*0\r\n+OK\r\n"));
        assertThat(Place.error(channels.subscribe("news", listener))).isInstanceOf(BackplaneUnavailableException.class);
        cluster.nodes()
                .forEach(node -> assertThat(node.ask("PUBSUB CHANNELS user_noti:*"))
                        .as("what nobody wants any more is given up")
                        .isEqualTo("*0\r\n+OK\r\n"));
    }

    private static String hostile(int number) {
        return List.of("{a}", "{", "}{", "{}x", "a:b", "*", "\u0000", "\n$5\r\n", "😀")
                        .get(number % 9)
                + number;
    }

    private static void awaitMore(Sink sink, int messages) {
        int already = sink.received.size();
        await().until(() -> sink.received.size() >= already + messages);
    }

    private void listen(RedisBackplane backplane) {
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
    }

    private static void publish(RedisBackplane backplane, String text) {
        done(backplane.pubSub().publish(PRICES, bytes(text)));
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

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Knows when everything came. */
    private static final class TimedSink extends Sink {
        private final Queue<Long> times = new ConcurrentLinkedQueue<>();

        TimedSink(Hub hub) {
            super(hub, "ada");
        }

        @Override
        public Offer offer(Message message) {
            times.add(System.nanoTime());
            return super.offer(message);
        }

        OptionalLong firstAfter(long moment) {
            return times.stream()
                    .mapToLong(Long::longValue)
                    .filter(time -> time - moment > 0)
                    .findFirst();
        }
    }
}
