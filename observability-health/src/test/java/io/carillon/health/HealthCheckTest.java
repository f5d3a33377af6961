package io.carillon.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.carillon.ConnectionRegistry;
import io.carillon.Member;
import io.carillon.RegistryListener;
import io.carillon.faults.FaultyBackplane;
import io.carillon.health.DeepReport.Part;
import io.carillon.health.DeepReport.Step;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import io.carillon.tck.RecordingConnection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HealthCheckTest {
    private final InMemoryBackplane broker = InMemoryBackplane.create();
    private final FaultyBackplane link = FaultyBackplane.over(broker);
    private final List<Member> connected = new CopyOnWriteArrayList<>();
    private final Hub hub = done(Hub.builder()
            .backplane(link)
            .listener(new RegistryListener() {
                @Override
                public void connected(Member member) {
                    connected.add(member);
                }
            })
            .start());
    private final HealthCheck health = new HealthCheck(hub, link, Duration.ofSeconds(1));

    @AfterEach
    void close() {
        hub.close();
        link.close();
        broker.close();
    }

    @Test
    void anInstanceThatWorksIsLiveAndReadyAndHealthy() {
        done(hub.register(RecordingConnection.of(hub.instanceId(), "ada")));
        done(hub.register(RecordingConnection.of(hub.instanceId(), "ada")));

        HealthReport report = done(health.check());

        assertThat(health.live()).isTrue();
        assertThat(health.ready().ready()).isTrue();
        assertThat(report.healthy()).isTrue();
        assertThat(report.problem()).isEmpty();
        assertThat(report.connections()).isEqualTo(2);
        assertThat(report.users()).isEqualTo(1);
        assertThat(report.brokerRoundTripMillis())
                .hasValueSatisfying(millis -> assertThat(millis).isBetween(0.0, 1_000.0));
        assertThat(report.uptime()).isPositive();
    }

    @Test
    void aBrokerThatIsAwayMakesItUnhealthyAndItLivesOn() {
        link.cut();
        await().until(() -> !health.ready().ready());

        HealthReport report = done(health.check());

        assertThat(report.healthy()).isFalse();
        assertThat(report.brokerRoundTrip()).isEmpty();
        assertThat(report.problem()).contains("the link to the broker is lost");
        assertThat(health.live()).isTrue();

        link.restore();
        await().untilAsserted(() -> assertThat(done(health.check()).healthy()).isTrue());
    }

    @Test
    void aBrokerThatSaysNothingIsNotWaitedForLongerThanThePatience() {
        link.stall();

        assertThat(done(health.check()).healthy()).isFalse();
        assertThat(done(health.deepCheck()).steps())
                .hasSize(3)
                .allSatisfy(step -> assertThat(step.problem()).isPresent())
                .allSatisfy(step -> assertThat(step.took()).isLessThan(Duration.ofSeconds(10)));
    }

    @Test
    void whoAsksWhileAnAnswerIsAwaitedGetsTheSameOne() {
        link.stall();

        HealthReport first = done(health.check().thenCombine(health.check(), (one, other) -> {
            assertThat(other).isSameAs(one);
            return one;
        }));

        assertThat(first.healthy()).isFalse();
        assertThat(done(health.check())).isNotSameAs(first);
    }

    @Test
    void aDeepCheckTriesAllThatClientsNeedAndLeavesNothingBehind() {
        DeepReport report = done(health.deepCheck());

        assertThat(report.healthy()).as("%s", report).isTrue();
        assertThat(report.steps()).extracting(Step::part).containsExactly(Part.PUB_SUB, Part.ACCEPTANCE, Part.DELIVERY);
        assertThat(hub.localCount()).isZero();
        await().untilAsserted(() -> assertThat(connected)
                .singleElement()
                .satisfies(member -> assertThat(member.attributes()).containsKey(Probe.ATTRIBUTE)));
    }

    @Test
    void aDeepCheckSaysWhichPartDoesNotWork() {
        done(hub.drain(Duration.ZERO));

        assertThat(done(health.deepCheck()).steps())
                .extracting(Step::part, step -> step.problem().isPresent())
                .startsWith(tuple(Part.PUB_SUB, false), tuple(Part.ACCEPTANCE, true));
    }

    @ParameterizedTest
    @MethodSource
    void aRegistryThatThrowsIsNoReasonToWaitForEver(Throwable thrown) {
        AtomicInteger asked = new AtomicInteger();
        ConnectionRegistry broken = (ConnectionRegistry) Proxy.newProxyInstance(
                ConnectionRegistry.class.getClassLoader(),
                new Class<?>[] {ConnectionRegistry.class},
                (proxy, method, arguments) -> {
                    asked.incrementAndGet();
                    throw thrown;
                });
        HealthCheck check = new HealthCheck(broken, link);
        for (int i = 1; i <= 2; i++) {
            assertThat(check.deepCheck().toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("broken");
            assertThat(asked).as("each asks anew").hasValue(i);
        }
    }

    static List<Throwable> aRegistryThatThrowsIsNoReasonToWaitForEver() {
        return List.of(new IllegalStateException("broken"), new NoSuchMethodError("broken"));
    }

    @Test
    void aPatienceOfNothingIsRefused() {
        assertThatThrownBy(() -> new HealthCheck(hub, link, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected more than zero");
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
