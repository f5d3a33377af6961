package io.carillon.redis;

import static io.carillon.redis.Place.await;
import static io.carillon.redis.Place.done;
import static io.carillon.redis.Place.last;
import static io.carillon.redis.Place.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.Audience;
import io.carillon.BackplaneUnavailableException;
import io.carillon.InstanceId;
import io.carillon.Message;
import io.carillon.Target;
import io.carillon.local.Hub;
import io.carillon.redis.core.Inside;
import io.carillon.spi.Capability;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A master that is killed, and its replica in its place: on a Cluster, and behind Sentinels. */
class RedisFailoverTest {
    private final Place place = new Place();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void aReplicaThatTakesOverInAClusterIsFound() {
        RedisClusterProcess cluster = place.keep(RedisClusterProcess.started(3, true));
        RedisProcess master = cluster.owner(cluster.slot(Inside.channel(new Subject(Subject.Kind.GROUP, "lobby"))));
        // A seed that stays.
        RedisProcess seed = cluster.nodes().stream()
                .filter(node -> node != master)
                .findFirst()
                .orElseThrow();
        holdsThroughAFailover("redis-cluster://127.0.0.1:" + seed.port(), () -> cluster.kill(master));
        assertThat(cluster.owner(cluster.slot(Inside.channel(new Subject(Subject.Kind.GROUP, "lobby")))))
                .isNotSameAs(master);
    }

    @Test
    void aReplicaThatSentinelsPutInThePlaceOfTheMasterIsFound() {
        RedisProcess master = place.redis();
        place.keep(RedisProcess.replicaOf(master));
        SentinelProcess sentinels = place.keep(SentinelProcess.started(3, master));
        sentinels.knowReplica();
        holdsThroughAFailover(sentinels.uri(), () -> {
            master.kill();
            sentinels.hurry();
        });
    }

    @Test
    void aSentinelThatIsDownIsPassedOverAndAMasterThatNoneKnowsIsSaidToBeUnknown() {
        RedisProcess master = place.redis();
        SentinelProcess sentinels = place.keep(SentinelProcess.started(1, master));
        int up = sentinels.ports().get(0);
        RedisBackplane backplane = place.backplane(SentinelProcess.uri(List.of(1, up)));
        assertThat(backplane.capabilities()).doesNotContain(Capability.TOTAL_ORDER);
        assertThatThrownBy(() -> place.backplane("redis-sentinel://127.0.0.1:" + up + "#nobody"))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> place.backplane("redis://127.0.0.1:" + up))
                .isInstanceOf(BackplaneUnavailableException.class)
                .hasMessageContaining("redis-sentinel://");
    }

    /** The old master answers on, as when only its Sentinels cannot reach it. */
    @Test
    void whenOneLinkHasFoundAnotherMasterTheOthersLeaveTheOldOne() {
        RedisProcess old = place.redis();
        RedisProcess next = place.redis();
        SentinelProcess sentinels = place.keep(SentinelProcess.started(1, old));
        TcpProxy way = place.keep(new TcpProxy(sentinels.ports().get(0)));
        RedisBackplane backplane = place.backplane(SentinelProcess.uri(List.of(way.port())));
        List<Status> said = statuses(backplane);
        Subject prices = Subject.application("prices");
        List<byte[]> received = new CopyOnWriteArrayList<>();
        done(backplane.pubSub().subscribe(prices, received::add));
        way.fromServer(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("$5\r\n" + old.port() + "\r\n", "$5\r\n" + next.port() + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        old.ask("CLIENT KILL TYPE pubsub");
        await().until(() -> said.contains(Status.DISCONNECTED) && last(said) == Status.CONNECTED);
        done(backplane.pubSub().publish(prices, new byte[1]));
        await().until(() -> received.size() == 1);
        done(backplane.membership().acquire(new InstanceId("one"), 0, Duration.ofSeconds(10)));
        assertThat(next.keys()).contains(Inside.lease(new InstanceId("one")));
        assertThat(old.keys()).isEmpty();
    }

    @Test
    void aNewMasterThatGetsSlotsIsConnectedToAndItsChannelsMoveThere() {
        RedisClusterProcess cluster = place.keep(RedisClusterProcess.started(2, false));
        RedisBackplane backplane = place.backplane(cluster.uri());
        List<Status> said = statuses(backplane);
        List<String> received = new CopyOnWriteArrayList<>();
        List<Subject> subjects = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            subjects.add(Subject.application("subject-" + i));
            done(backplane
                    .pubSub()
                    .subscribe(subjects.get(i), payload -> received.add(String.valueOf(payload.length))));
        }
        RedisProcess fresh = cluster.add();
        for (Subject subject : subjects) {
            int slot = cluster.slot(Inside.channel(subject));
            if (cluster.owner(slot) != fresh) {
                cluster.move(slot, fresh);
            }
        }
        // A message may be there sooner than a subscription that is still on its way.
        await().untilAsserted(() -> assertThat(fresh.ask("PUBSUB SHARDCHANNELS"))
                .contains(subjects.stream().map(Inside::channel).toList()));
        await().until(() -> last(said) == Status.CONNECTED);
        await().untilAsserted(() ->
                subjects.forEach(subject -> done(backplane.pubSub().publish(subject, new byte[1]))));
        received.clear();
        subjects.forEach(subject -> done(backplane.pubSub().publish(subject, new byte[2])));
        await().until(() -> received.stream().filter("2"::equals).count() == subjects.size());
    }

    /** What Centrifugo #1189 was about: nothing may be wedged behind a status that says that all is well. */
    private void holdsThroughAFailover(String uri, Runnable kill) {
        Place.Losses losses = new Place.Losses();
        Hub here = place.hub(place.backplane(uri), "here");
        RedisBackplane backplane = place.backplane(uri);
        Hub there = place.hub(backplane, "there", hub -> hub.listener(losses));
        List<Status> said = statuses(backplane);
        Sink ada = new Sink(there, "ada");
        done(there.register(ada));
        done(there.join(ada.id(), "lobby"));
        Sink bob = new Sink(here, "bob");
        done(here.register(bob));
        done(here.join(bob.id(), "lobby"));
        done(here.send(Audience.group("lobby"), Message.text("before")));
        await().until(() -> ada.received.equals(List.of("before")));

        kill.run();
        await().until(() -> said.contains(Status.DISCONNECTED));
        await().until(() -> last(said) == Status.CONNECTED);
        await().until(() -> here.health().ready() && there.health().ready());
        await().untilAsserted(() -> {
            assertThat(done(here.count("lobby"))).isEqualTo(2);
            assertThat(done(there.groups(bob.id()))).containsExactly("lobby");
        });
        done(here.send(Audience.group("lobby"), Message.text("after")));
        await().until(() -> ada.received.equals(List.of("before", "after")));
        await().until(() -> losses.resyncs.contains(new Target.Group("lobby")));
        Sink eve = new Sink(here, "eve");
        done(here.register(eve));
        done(here.join(eve.id(), "lobby"));
        assertThat(done(there.count("lobby"))).isEqualTo(3);
    }
}
