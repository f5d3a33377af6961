package io.carillon.redis;

import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static io.carillon.redis.Place.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.LeaseLostException;
import io.carillon.Member;
import io.carillon.Page;
import io.carillon.Target;
import io.carillon.local.Hub;
import io.carillon.redis.core.Inside;
import io.carillon.spi.Lease;
import io.carillon.spi.MembershipStore;
import io.carillon.spi.MembershipStore.Change;
import io.carillon.spi.MembershipStore.Departure;
import io.carillon.spi.MembershipStore.LeaseState;
import io.carillon.spi.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is particular to Redis about who is where; the rest is the conformance kit's. */
class RedisStoreTest {
    /** Longer than any of these takes. Ten of them are less than the shortest life of a key. */
    private static final Duration LEASE = Duration.ofSeconds(25);

    private static final InstanceId A = new InstanceId("a");
    private static final InstanceId B = new InstanceId("b");
    private static final Target LOBBY = new Target.Group("lobby");
    private static final Target EVERYONE = new Target.Everyone();

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();
    private final MembershipStore store = place.backplane(redis.uri()).membership();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void everyKeyExpiresByItselfAndNotBeforeTenLeases() {
        Lease lease = done(store.acquire(A, 0, LEASE));
        done(store.add(lease, member(A, 1), Set.of(LOBBY, EVERYONE, new Target.User("ada"))));
        assertThat(redis.keys())
                .hasSize(10)
                .allSatisfy(key -> assertThat(life(key)).as(key).isGreaterThan(10 * LEASE.toMillis()));
    }

    @Test
    void writingAgainLetsKeysLiveOn() {
        Lease lease = done(store.acquire(A, 0, LEASE));
        done(store.add(lease, member(A, 1), Set.of(LOBBY)));
        redis.keys().forEach(key -> redis.ask("PEXPIRE " + key + " 60000"));
        done(store.renew(lease));
        done(store.add(lease, member(A, 1), Set.of(LOBBY)));
        await().untilAsserted(() -> assertThat(redis.keys())
                .allSatisfy(key -> assertThat(life(key)).as(key).isGreaterThan(60_000)));
    }

    @Test
    void nothingIsLeftWhenAllAreGone() {
        Lease lease = done(store.acquire(A, 0, LEASE));
        for (int i = 0; i < 10; i++) {
            done(store.add(lease, member(A, i), Set.of(LOBBY, EVERYONE)));
        }
        done(store.remove(lease, new ConnectionId(A, 0), Set.of(LOBBY, EVERYONE)));
        List<Departure> all = new ArrayList<>();
        for (List<Departure> some = done(store.purge(lease, 7)); !some.isEmpty(); some = done(store.purge(lease, 7))) {
            assertThat(some).hasSizeLessThanOrEqualTo(7);
            all.addAll(some);
        }
        assertThat(all).hasSize(18).doesNotHaveDuplicates();
        assertThat(all.stream().filter(Departure::last)).hasSize(2);
        assertThat(done(store.leases())).isEmpty();
        assertThat(redis.keys()).isEmpty();
    }

    /** A part of a write that comes too late lies under a dead epoch: nobody sees it, and it expires. */
    @Test
    void whatASleeperWritesLateIsSeenByNobody() {
        Lease lease = done(store.acquire(A, 0, LEASE));
        Lease other = done(store.acquire(B, 0, LEASE));
        done(store.add(other, member(B, 1), Set.of(LOBBY)));
        done(store.add(lease, member(A, 1), Set.of(LOBBY)));
        redis.ask("HSET " + Inside.lease(A) + " until 1");
        assertThat(done(store.count(LOBBY))).isEqualTo(1);
        assertThat(error(store.add(lease, member(A, 2), Set.of(LOBBY)))).isInstanceOf(LeaseLostException.class);
        assertThat(done(store.renew(lease))).isFalse();
        Lease next = done(store.acquire(A, lease.epoch(), LEASE));
        assertThat(done(store.count(LOBBY))).isEqualTo(1);
        assertThat(done(store.add(next, member(A, 1), Set.of(LOBBY)))).isEqualTo(new Change(Set.of(), Set.of()));
        assertThat(done(store.count(LOBBY))).isEqualTo(2);
        assertThat(done(store.purge(lease, 100))).isEmpty();
        assertThat(done(store.leases()))
                .containsExactlyInAnyOrder(new LeaseState(next, true), new LeaseState(other, true));
    }

    @Test
    void aHolderWhoseMembersHaveExpiredIsDropped() {
        Lease lease = done(store.acquire(A, 0, LEASE));
        done(store.add(lease, member(A, 1), Set.of(LOBBY)));
        redis.ask("DEL " + Inside.members(LOBBY, lease));
        assertThat(done(store.count(LOBBY))).isZero();
        assertThat(redis.keys()).doesNotContain(Inside.holders(LOBBY));
    }

    @Test
    void anEntryThatCannotBeReadIsIgnored() {
        Lease lease = done(store.acquire(A, 0, LEASE));
        done(store.add(lease, member(A, 5), Set.of(LOBBY)));
        redis.ask("ZADD " + Inside.members(LOBBY, lease) + " 0 " + Inside.sortable(1) + ":x");
        assertThat(done(store.members(LOBBY, Page.Request.first(10))).items()).containsExactly(member(A, 5));
        assertThat(done(store.members(LOBBY, Page.Request.first(1))).next()).isPresent();
    }

    @Test
    void aScriptThatTheServerHasForgottenIsSentAgain() {
        Lease lease = done(store.acquire(A, 0, LEASE));
        redis.ask("SCRIPT FLUSH");
        assertThat(done(store.renew(lease))).isTrue();
    }

    @Test
    void writesForOneConnectionTakeEffectInTheirOrderAlsoWhenNobodyWaits() {
        Lease lease = done(store.acquire(A, 0, LEASE));
        List<CompletionStage<Change>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writes.add(store.add(lease, member(A, 1), Set.of(LOBBY)));
            writes.add(store.remove(lease, new ConnectionId(A, 1), Set.of(LOBBY)));
        }
        for (CompletionStage<Change> write : writes) {
            assertThat(done(write).changed()).containsExactly(LOBBY);
        }
        assertThat(done(store.count(LOBBY))).isZero();
    }

    /** Two thousand names that mean harm, under three prefixes on one server: none reaches another, none leaves its prefix. */
    @Test
    void hostileNamesStayApart() {
        List<String> prefixes = List.of("carillon", "carillon:s", "other");
        List<String> names = hostileNames(2_000);
        List<RedisBackplane> backplanes = prefixes.stream()
                .map(prefix -> place.keep(place.backplane(redis.uri(), options -> options.prefix(prefix))))
                .toList();
        List<Set<String>> heard = new ArrayList<>();
        for (RedisBackplane backplane : backplanes) {
            Set<String> here = ConcurrentHashMap.newKeySet();
            heard.add(here);
            List<CompletionStage<?>> subscribed = new ArrayList<>();
            for (String name : names) {
                subscribed.add(backplane.pubSub().subscribe(new Subject(Subject.Kind.GROUP, name), payload -> {
                    assertThat(new String(payload, StandardCharsets.UTF_8)).isEqualTo(name);
                    here.add(name);
                }));
            }
            subscribed.forEach(Place::done);
        }
        Lease lease = done(backplanes.get(1).membership().acquire(A, 0, Duration.ofHours(1)));
        List<CompletionStage<?>> all = new ArrayList<>();
        for (String name : names) {
            all.add(backplanes.get(1).membership().add(lease, member(A, 1), Set.of(new Target.Group(name))));
            all.add(backplanes
                    .get(1)
                    .pubSub()
                    .publish(new Subject(Subject.Kind.GROUP, name), name.getBytes(StandardCharsets.UTF_8)));
        }
        all.forEach(Place::done);
        await().until(() -> heard.get(1).size() == names.size());
        assertThat(heard.get(0)).isEmpty();
        assertThat(heard.get(2)).isEmpty();
        assertThat(done(backplanes.get(1).membership().groups(new ConnectionId(A, 1))))
                .isEqualTo(Set.copyOf(names));
        assertThat(done(backplanes.get(0).membership().leases())).isEmpty();
        assertThat(redis.keys()).allSatisfy(key -> assertThat(key).startsWith("carillon:s:"));
    }

    /** The list of the README, and nothing else. */
    @Test
    void theRightsOfTheReadmeAreEnough() {
        redis.ask("ACL SETUSER app on >secret " + RedisReadmeTest.rights());
        String uri = "redis://app:secret@127.0.0.1:" + redis.port();
        Hub here = place.hub(place.backplane(uri), "here", hub -> hub.lease(Duration.ofSeconds(4)));
        Hub there = place.hub(place.backplane(uri), "there", hub -> hub.lease(Duration.ofSeconds(4)));
        Sink ada = new Sink(here, "ada");
        done(here.register(ada));
        done(there.join(ada.id(), "lobby"));
        assertThat(done(there.count("lobby"))).isEqualTo(1);
        assertThat(done(there.members("lobby"))).hasSize(1);
        assertThat(done(there.groups(ada.id()))).containsExactly("lobby");
        assertThat(done(there.instances())).hasSize(2);
        done(here.leave(ada.id(), "lobby"));
        redis.ask("FLUSHALL");
        await().untilAsserted(() -> assertThat(done(there.connectionsOf("ada"))).hasSize(1));
        done(here.unregister(ada.id()));
        assertThat(redis.ask("ACL LOG")).isEqualTo("*0\r\n+OK\r\n");
    }

    private long life(String key) {
        return Long.parseLong(
                redis.ask("PTTL " + key).lines().findFirst().orElseThrow().substring(1));
    }

    private static Member member(InstanceId instance, long number) {
        return new Member(new ConnectionId(instance, number), Optional.of("ada"), Map.of("k", "v"));
    }

    private static List<String> hostileNames(int many) {
        List<String> pieces = List.of(
                "*",
                "?",
                "[a-z]",
                "{",
                "}",
                "{x}",
                ":",
                "..",
                "/",
                "\\",
                "\r\n",
                "\0",
                " ",
                "\"",
                "$5",
                "a",
                "A",
                "é",
                "e\u0301",
                "\uD83D\uDE00",
                "\u202E",
                "carillon:",
                "s:group.",
                "~",
                "^");
        Random random = new Random(5);
        Set<String> names = new HashSet<>(pieces);
        while (names.size() < many) {
            StringBuilder name = new StringBuilder();
            for (int i = 0; i <= random.nextInt(6); i++) {
                name.append(pieces.get(random.nextInt(pieces.size())));
            }
            names.add(name.toString());
        }
        return List.copyOf(names);
    }
}
