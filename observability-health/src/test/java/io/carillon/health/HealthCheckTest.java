package io.carillon.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.carillon.ConnectionRegistry;
import io.carillon.Member;
import io.carillon.RegistryListener;
import io.carillon.faults.FaultyBackplane;
import io.carillon.health.DeepReport.Part;
import io.carillon.health.DeepReport.Step;
import io.carillon.local.Hub;
import io.carillon.local.InMemoryBackplane;
import io.carillon.spi.Backplane;
import io.carillon.spi.PubSubSystem;
import io.carillon.tck.RecordingConnection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HealthCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** For what is not answered; no machine stalls for so long. */
    private static final Duration LITTLE = Duration.ofSeconds(4);

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
    /** Nothing waits so long unless it fails. */
    private final HealthCheck health = new HealthCheck(hub, link, PATIENCE);

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

        assertThat(health.live()).isTrue();
        // In the end: where the machine stalls, the hub takes the broker for away until it has heard from it again.
        await().untilAsserted(() -> {
            HealthReport report = done(health.check());

            assertThat(health.ready().ready()).isTrue();
            assertThat(report.healthy()).isTrue();
            assertThat(report.problem()).isEmpty();
            assertThat(report.connections()).isEqualTo(2);
            assertThat(report.users()).isEqualTo(1);
            assertThat(report.brokerRoundTripMillis())
                    .hasValueSatisfying(millis -> assertThat(millis).isBetween(0.0, (double) PATIENCE.toMillis()));
            assertThat(report.uptime()).isPositive();
        });
    }

    @Test
    void aBrokerThatIsAwayMakesItUnhealthyAndItLivesOn() {
        link.cut();
        await().untilAsserted(() -> assertThat(health.ready().reason()).contains("the link to the broker is lost"));

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
        HealthCheck impatient = new HealthCheck(hub, link, Duration.ofSeconds(1));
        link.stall();

        assertThat(done(impatient.check()).healthy()).isFalse();
        assertThat(done(impatient.deepCheck()).steps())
                .hasSize(3)
                .allSatisfy(step -> assertThat(step.problem()).isPresent())
                .allSatisfy(step -> assertThat(step.took()).isLessThan(PATIENCE));
    }

    @Test
    void whoAsksWhileAnAnswerIsAwaitedGetsTheSameOne() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        PubSubSystem pubSub = answering(PubSubSystem.class, answer);
        HealthCheck check = new HealthCheck(hub, answering(Backplane.class, pubSub), PATIENCE);

        CompletionStage<HealthReport> first = check.check();
        CompletionStage<HealthReport> second = check.check();
        answer.complete(null);

        assertThat(done(second)).isSameAs(done(first));
        assertThat(done(check.check())).isNotSameAs(done(first));
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

        assertThat(done(new HealthCheck(hub, link, LITTLE).deepCheck()).steps())
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
                    .failsWithin(PATIENCE)
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

    private static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE);
    }

    /** Whatever it is asked. */
    private static <T> T answering(Class<T> kind, Object answer) {
        return kind.cast(Proxy.newProxyInstance(
                kind.getClassLoader(), new Class<?>[] {kind}, (proxy, method, arguments) -> answer));
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
