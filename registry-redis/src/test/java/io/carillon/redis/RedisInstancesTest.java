package io.carillon.redis;

import static io.carillon.redis.Place.LONG;
import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.ConnectionId;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.RegistryListener;
import io.carillon.local.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances in JVMs of their own, that are killed or sleep, seen by two that live. */
class RedisInstancesTest {
    /** Of those that are killed or sleep. Until then no machine is so busy that they lose it. */
    private static final Duration LEASE = Duration.ofSeconds(LONG ? 10 : 4);
    /** Of those that live, who do not lose it either; a sleeper is away for longer. */
    private static final Duration THEIRS = Duration.ofSeconds(LONG ? 10 : 5);

    private static final int GROUPS = LONG ? 100 : 20;
    private static final int MEMBERS = LONG ? 1_000 : 100;

    private final Place place = new Place();
    private final RedisProcess redis = place.redis();
    /** Who has left a group, as the two were told. */
    private final List<ConnectionId> left = new CopyOnWriteArrayList<>();

    private Hub one;
    private Hub two;
    private Set<ConnectionId> living;

    /** One member of its own in each group, on either of the two. */
    @BeforeEach
    void live() {
        one = place.hub(
                place.backplane(redis.uri()), "one", hub -> hub.lease(THEIRS).listener(new Leaving()));
        two = place.hub(
                place.backplane(redis.uri()), "two", hub -> hub.lease(THEIRS).listener(new Leaving()));
        living = new HashSet<>();
        for (int i = 0; i < GROUPS; i++) {
            Hub hub = i % 2 == 0 ? one : two;
            Sink sink = new Sink(hub, "user-" + i);
            done(hub.register(sink));
            done(hub.join(sink.id(), "group-" + i));
            living.add(sink.id());
        }
    }

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void anInstanceThatIsKilledIsGoneFromEveryQueryWithinItsLeaseAndASecond() {
        Set<String> keys = Set.copyOf(redis.keys());
        ChildInstance child = place.keep(new ChildInstance(redis.uri(), MEMBERS, GROUPS, LEASE));
        InstanceId dead = theOther();
        Set<ConnectionId> people = new HashSet<>();
        // Where the machine stalls, they may be away for a moment.
        await().untilAsserted(() -> {
            people.clear();
            for (int i = 0; i < GROUPS; i++) {
                done(one.members("group-" + i)).forEach(member -> people.add(member.id()));
            }
            people.removeAll(living);
            assertThat(people).hasSize(MEMBERS);
        });

        child.kill();
        long killed = System.nanoTime();
        while (System.nanoTime() - killed < LEASE.plusSeconds(1).toNanos()) {
            // No query fails, and nobody who lives is missing from any.
            for (Hub hub : List.of(one, two)) {
                for (int i = 0; i < GROUPS; i++) {
                    assertThat(done(hub.count("group-" + i))).isPositive();
                }
                assertThat(done(hub.members("group-0"))).extracting(Member::id).containsAnyElementsOf(living);
                assertThat(done(hub.instances())).contains(one.instanceId(), two.instanceId());
            }
        }
        for (Hub hub : List.of(one, two)) {
            assertThat(done(hub.instances())).containsExactlyInAnyOrder(one.instanceId(), two.instanceId());
            for (int i = 0; i < GROUPS; i++) {
                assertThat(done(hub.count("group-" + i))).isEqualTo(1);
                assertThat(done(hub.members("group-" + i)))
                        .extracting(Member::id)
                        .allMatch(living::contains)
                        .hasSize(1);
            }
            for (int i = 0; i < MEMBERS; i++) {
                assertThat(done(hub.connectionsOf("child-user-" + i))).isEmpty();
            }
            for (ConnectionId id : people) {
                assertThat(done(hub.groups(id))).isEmpty();
            }
        }

        await().untilAsserted(() -> assertThat(keys).containsAll(redis.keys()));
        await().untilAsserted(() -> assertThat(left).hasSize(MEMBERS));
        assertThat(left)
                .containsExactlyInAnyOrderElementsOf(people)
                .allMatch(id -> id.instance().equals(dead));
    }

    @Test
    void anInstanceThatSleptForThreeLeasesRemovesNobodyAndItsOwnAreBack() {
        ChildInstance child = place.keep(new ChildInstance(redis.uri(), MEMBERS, GROUPS, LEASE));
        InstanceId sleeper = theOther();
        child.pause();
        long paused = System.nanoTime();
        await().until(() -> System.nanoTime() - paused > LEASE.toNanos());
        int lines = child.said.size();
        while (System.nanoTime() - paused < LEASE.multipliedBy(3).toNanos()) {
            assertThat(done(one.count("group-0"))).isEqualTo(1);
            assertThat(done(two.instances())).containsExactlyInAnyOrder(one.instanceId(), two.instanceId());
        }
        child.resume();
        for (int i = 0; i < GROUPS; i++) {
            String group = "group-" + i;
            await().until(() -> done(two.count(group)) == 1 + MEMBERS / GROUPS);
        }
        assertThat(done(two.instances())).contains(sleeper);
        // It would judge others after a whole lease of its own; so long, and longer, everybody stays.
        long back = System.nanoTime();
        while (System.nanoTime() - back < LEASE.multipliedBy(2).toNanos()) {
            assertThat(done(one.members("group-0"))).extracting(Member::id).containsAnyElementsOf(living);
            assertThat(done(one.members("group-1"))).extracting(Member::id).containsAnyElementsOf(living);
        }
        await().until(() -> done(one.count("group-0")) == 1 + MEMBERS / GROUPS);
        assertThat(child.since(lines)).noneMatch(line -> line.startsWith("LEFT ") || line.startsWith("OFFLINE user"));
        assertThat(left).noneMatch(living::contains);
    }

    private InstanceId theOther() {
        List<InstanceId> others = new ArrayList<>();
        await().until(() -> {
            others.clear();
            others.addAll(done(one.instances()));
            others.removeAll(List.of(one.instanceId(), two.instanceId()));
            return others.size() == 1;
        });
        return others.get(0);
    }

    private final class Leaving implements RegistryListener {
        @Override
        public void left(Member member, String group) {
            left.add(member.id());
        }
    }
}
