package io.carillon.micrometer;

import static io.carillon.micrometer.World.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.carillon.Audience;
import io.carillon.ConnectionId;
import io.carillon.Gap;
import io.carillon.InstanceId;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.RegistryListener;
import io.carillon.Target;
import io.carillon.local.Hub;
import io.carillon.local.HubObserver;
import io.carillon.local.OutagePolicy;
import io.carillon.spi.Connection.Offer;
import io.carillon.spi.Subject;
import io.carillon.tck.RecordingConnection;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CarillonMetricsTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whoIsHereIsShown() {
        RecordingConnection ada = world.connect("ada");
        world.connect("ada");
        done(world.registry.join(ada.id(), "lobby"));

        soon(() -> assertThat(world.value("carillon.connections")).isEqualTo(2));
        soon(() -> assertThat(world.value("carillon.users")).isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.groups")).isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.ready")).isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.broker.subscriptions", "kind", "user"))
                .isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.broker.subscriptions", "kind", "group"))
                .isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.broker.connected")).isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.operations", "operation", "register", "outcome", "done"))
                .isEqualTo(2));
        soon(() -> assertThat(world.value("carillon.operations", "operation", "join", "outcome", "done"))
                .isEqualTo(1));
    }

    @Test
    void aMessageIsCountedOnItsWay() {
        world.connect("ada");
        RecordingConnection slow = world.connect("bob");
        slow.answering(message -> Offer.DROPPED);

        done(world.registry.send(Audience.everyone(), Message.text("hi")));

        await().untilAsserted(() -> assertThat(world.value("carillon.fanout")).isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.messages.in")).isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.messages.out", "outcome", "accepted"))
                .isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.messages.out", "outcome", "refused"))
                .isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.operations", "operation", "send", "outcome", "done"))
                .isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.broker.roundtrip")).isPositive());
        soon(() -> assertThat(world.value("carillon.broker.messages", "direction", "out"))
                .isPositive());
        soon(() -> assertThat(world.value("carillon.broker.bytes", "direction", "in"))
                .isPositive());
    }

    @Test
    void aBreakAndAReturnAreCountedOnce() {
        List<Target> resyncs = new CopyOnWriteArrayList<>();
        try (World broken = new World(new SimpleMeterRegistry(), builder -> builder, new RegistryListener() {
            @Override
            public void resync(Target target) {
                resyncs.add(target);
            }
        })) {
            broken.connect("ada");
            broken.link.cut();
            await().until(() -> broken.value("carillon.broker.connected") == 0);
            assertThatThrownBy(() -> done(broken.registry.send(Audience.everyone(), Message.text("hi"))));
            await().until(() -> broken.value("carillon.ready") == 0);
            broken.link.restore();
            await().until(() -> broken.value("carillon.ready") == 1);

            soon(() ->
                    assertThat(broken.value("carillon.broker.disconnections")).isEqualTo(1));
            soon(() -> assertThat(broken.value("carillon.broker.reconnections")).isEqualTo(1));
            soon(() -> assertThat(broken.value("carillon.operations", "operation", "send", "outcome", "unavailable"))
                    .isEqualTo(1));
            // Where the machine stalls, the hub takes the broker for away, and tells them once more.
            await().untilAsserted(() -> assertThat(resyncs).contains(new Target.Everyone(), new Target.User("ada")));
            soon(() -> assertThat(broken.value("carillon.resyncs")).isEqualTo(resyncs.size()));
        }
    }

    @Test
    void aLeaseThatIsLostIsTakenAgain() {
        // So long that no renewal finds out before she does.
        try (World leased = new World(
                new SimpleMeterRegistry(), builder -> builder.lease(Duration.ofHours(1)), new RegistryListener() {})) {
            soon(() -> assertThat(leased.value("carillon.leases.taken")).isEqualTo(1));
            assertThat(leased.value("carillon.lease.age")).isBetween(0.0, 60.0);

            leased.broker.expire(leased.hub.instanceId());
            assertThatThrownBy(() -> leased.connect("ada"));

            soon(() -> assertThat(leased.value("carillon.leases.taken")).isEqualTo(2));
        }
    }

    @Test
    void whatCannotBeReadIsCountedAndAGapIsCountedInMessages() {
        done(world.broker.pubSub().publish(Subject.EVERYONE, new byte[] {1, 2, 3}));
        await().untilAsserted(() -> assertThat(world.value("carillon.messages.dropped", "reason", "malformed"))
                .isEqualTo(1));

        HubObserver told = world.metrics.listener();
        InstanceId other = new InstanceId("other");
        told.gap(new Gap(new Target.Everyone(), other, 3, 7));
        told.gap(new Gap(new Target.Everyone(), other, 1, Long.MAX_VALUE));
        told.dropped(HubObserver.Drop.LANE_FULL);
        told.unsent(Audience.everyone(), Message.text("late"));
        soon(() -> assertThat(world.value("carillon.gaps")).isEqualTo(2));
        soon(() -> assertThat(world.value("carillon.messages.lost")).isEqualTo(1_000_005));
        soon(() -> assertThat(world.value("carillon.messages.dropped", "reason", "lane_full"))
                .isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.messages.dropped", "reason", "unsent"))
                .isEqualTo(1));
    }

    @Test
    void remoteCommandsAreCountedWhereTheyAreAskedAndWhereTheyAreDone() {
        Duration patience =
                Duration.ofHours(1); // where it is shorter, and the machine stalls, a question is asked again
        try (World patient = new World(
                        new SimpleMeterRegistry(),
                        builder -> builder.operationTimeout(patience),
                        new RegistryListener() {});
                Hub other = done(Hub.builder()
                        .backplane(patient.broker)
                        .operationTimeout(patience)
                        .start())) {
            RecordingConnection ada = patient.connect("ada");
            done(other.join(ada.id(), "lobby"));
            RecordingConnection bob = RecordingConnection.of(other.instanceId(), "bob");
            done(other.register(bob));
            done(patient.registry.join(bob.id(), "lobby"));
            soon(() -> assertThat(patient.value("carillon.broker.calls", "operation", "answer", "outcome", "done"))
                    .isEqualTo(1));
            soon(() -> assertThat(patient.value("carillon.broker.calls", "operation", "ask", "outcome", "done"))
                    .isEqualTo(1));
        }
    }

    @Test
    void operationsAreToldApartByHowTheyEnd() {
        assertThatThrownBy(() -> done(world.registry.join(ConnectionId.next(world.hub.instanceId()), "lobby")));
        assertThatThrownBy(() -> world.registry.join(ConnectionId.next(world.hub.instanceId()), ""));
        soon(() -> assertThat(world.value("carillon.operations", "operation", "join", "outcome", "unknown_connection"))
                .isEqualTo(1));
        soon(() -> assertThat(world.value("carillon.operations", "operation", "join", "outcome", "failed"))
                .isEqualTo(1));
        try (World queueing = new World(
                new SimpleMeterRegistry(),
                builder -> builder.outagePolicy(OutagePolicy.queue(1 << 20, Duration.ofMinutes(1))),
                new RegistryListener() {})) {
            queueing.link.cut();
            done(queueing.registry.send(Audience.everyone(), Message.text("hi")));
            soon(() -> assertThat(queueing.value("carillon.operations", "operation", "send", "outcome", "queued"))
                    .isEqualTo(1));
        }
    }

    @Test
    void theListenerHearsAllThatItWouldHearWithoutMetrics() {
        List<String> told = new CopyOnWriteArrayList<>();
        try (World observed = new World(new SimpleMeterRegistry(), builder -> builder, new HubObserver() {
            @Override
            public void connected(Member member) {
                told.add("connected " + member.user().orElse("?"));
            }

            @Override
            public FanOut fanOut(byte[] envelope) {
                return (accepted, refused) -> told.add("fan-out to " + accepted);
            }

            @Override
            public void dropped(Drop why) {
                told.add(why.name());
            }
        })) {
            observed.connect("ada");
            done(observed.registry.send(Audience.user("ada"), Message.text("hi")));
            done(observed.broker.pubSub().publish(Subject.EVERYONE, new byte[] {1, 2, 3}));
            await().untilAsserted(() ->
                    assertThat(told).containsExactlyInAnyOrder("connected ada", "fan-out to 1", "MALFORMED"));
        }
    }

    @Test
    void severalRegistriesShowTheSameAndTagsTellHubsApart() {
        SimpleMeterRegistry another = new SimpleMeterRegistry();
        CarillonMetrics tagged = new CarillonMetrics(Tags.of("hub", "b"));
        tagged.bindTo(another);
        world.metrics.bindTo(another);
        world.metrics.bindTo(another); // as a container may that finds it twice
        world.connect("ada");

        soon(() -> assertThat(Meters.value(another, "carillon.connections")).isEqualTo(1));
        soon(() -> assertThat(Meters.value(another, "carillon.operations", "operation", "register", "outcome", "done"))
                .isEqualTo(1));
        assertThat(Meters.value(another, "carillon.connections", "hub", "b")).isNaN();
    }

    @Test
    void refusalsOfLimitsAreShownByReasonsThatAreKnownAtFirst() {
        Map<String, Long> refusals = new HashMap<>(Map.of("per_user", 3L, "rate", 0L));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        CarillonMetrics metrics = new CarillonMetrics();
        metrics.limits(() -> refusals);
        metrics.limits(() -> Map.of(Limit.IN_FLIGHT, 1L));
        metrics.bindTo(meters);

        refusals.put("rate", 2L);
        refusals.put("user ada is\nevil", 7L);

        soon(() -> assertThat(Meters.value(meters, "carillon.limits.refused", "reason", "per_user"))
                .isEqualTo(3));
        soon(() -> assertThat(Meters.value(meters, "carillon.limits.refused", "reason", "rate"))
                .isEqualTo(2));
        soon(() -> assertThat(Meters.value(meters, "carillon.limits.refused", "reason", "other"))
                .isEqualTo(7));
        assertThat(Meters.labels(meters).get("carillon.limits.refused").get("reason"))
                .containsExactlyInAnyOrder("per_user", "rate", "in_flight", "other");
    }

    @Test
    void whatBecomesOfWhatOthersPublishIsShownByEvent() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        CarillonMetrics metrics = new CarillonMetrics();
        metrics.external(() -> Map.of("RECEIVED", 5L, "MALFORMED", 2L));
        metrics.bindTo(meters);

        assertThat(Meters.value(meters, "carillon.external", "event", "received"))
                .isEqualTo(5);
        assertThat(Meters.value(meters, "carillon.external", "event", "malformed"))
                .isEqualTo(2);
    }

    private enum Limit {
        IN_FLIGHT
    }

    /** A count may come a moment after the caller has its answer, which is the operation's own. */
    private static void soon(ThrowingRunnable assertion) {
        await().pollDelay(Duration.ZERO).untilAsserted(assertion);
    }
}
