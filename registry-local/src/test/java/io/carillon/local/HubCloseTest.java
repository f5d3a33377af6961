package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.BackplaneTimeoutException;
import io.carillon.CloseReason;
import io.carillon.LeaseLostException;
import io.carillon.RegistryClosedException;
import io.carillon.RegistryException;
import io.carillon.Target;
import io.carillon.local.ScriptedBackplane.Writes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is under way when a hub starts in vain or closes: it ends, and nothing of it stays in the cluster. */
class HubCloseTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** So long only where something is wrong. */
    private static final Duration SOON = Duration.ofSeconds(30);

    /** The close takes as long; and what comes before it has the time where the machine stalls for two seconds. */
    private static final Duration TO_WAIT_FOR = Duration.ofSeconds(3);

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    private final ScriptedBackplane backplane = new ScriptedBackplane(broker);
    private Hub hub;
    private Sink ada;

    @BeforeEach
    void start() {
        hub = runtime.done(
                Hub.builder().backplane(backplane).operationTimeout(TIMEOUT).start(runtime));
        ada = new Sink(hub.instanceId(), "ada");
        runtime.done(hub.register(ada));
    }

    @Test
    void aJoinWhoseSubscriptionComesAfterTheCloseLeavesNothingBehind() {
        backplane.holdSubscriptions = true;
        CompletionStage<?> join = hub.join(ada.id(), "lobby");
        runtime.done(hub.end());
        backplane.answerHeld();
        assertThat(runtime.error(join)).isInstanceOf(RegistryClosedException.class);
        assertThat(inStore("lobby")).isZero();
    }

    @Test
    void aJoinWhoseWriteArrivesAfterTheCloseLeavesNothingBehind() {
        backplane.writes = Writes.ARRIVE_LATE;
        CompletionStage<?> join = hub.join(ada.id(), "lobby");
        runtime.done(hub.end());
        backplane.answerHeld();
        assertThat(runtime.error(join)).isInstanceOf(LeaseLostException.class);
        assertThat(inStore("lobby")).isZero();
    }

    @Test
    void aRegisterThatRacesTheCloseFailsAndLeavesNothingBehind() {
        Sink bob = closingTheHub(Optional.of("bob"));
        assertThat(runtime.error(hub.register(bob))).isInstanceOf(RegistryClosedException.class);
        assertThat(hub.connection(bob.id())).isEmpty();
        assertThat(inStore(new Target.User("bob"))).isZero();
    }

    @Test
    void anAnonymousRegisterThatRacesTheCloseFailsAndLeavesNothingBehind() {
        Sink nobody = closingTheHub(Optional.empty());
        assertThat(runtime.error(hub.register(nobody))).isInstanceOf(RegistryException.class);
        assertThat(hub.connection(nobody.id())).isEmpty();
        assertThat(inStore(new Target.Connection(nobody.id()))).isZero();
    }

    @Test
    void aConnectionThatThrowsInCloseDoesNotKeepTheHubFromClosing() {
        runtime.done(hub.register(new Sink(hub.instanceId(), "bad") {
            @Override
            public void close(CloseReason reason) {
                throw new IllegalStateException("broken on purpose");
            }
        }));
        runtime.done(hub.end());
        assertThat(runtime.done(broker.membership().leases())).isEmpty();
    }

    @Test
    void aStartThatTimesOutLeavesNoInstanceBehind() {
        backplane.holdLeases = true;
        CompletionStage<Hub> start = Hub.builder()
                .backplane(backplane)
                .name("late")
                .operationTimeout(TIMEOUT)
                .start(runtime);
        runtime.advance(TIMEOUT);
        assertThat(runtime.error(start)).isInstanceOf(BackplaneTimeoutException.class);
        backplane.answerHeld();
        runtime.advance(Duration.ofSeconds(HubBuilder.DEFAULT_LEASE_SECONDS));
        assertThat(runtime.done(hub.instances())).containsExactly(hub.instanceId());
    }

    /** With real threads, as {@code close} blocks. The timeout is longer than the test waits, so only the close ends it. */
    @Test
    void aStageThatIsPendingAtTheCloseEndsAsUnknown() {
        try (InMemoryBackplane real = InMemoryBackplane.create()) {
            ScriptedBackplane scripted = new ScriptedBackplane(real);
            Hub closing = startOnThreads(scripted, SOON.multipliedBy(2));
            Sink bob = new Sink(closing.instanceId(), "bob");
            assertThat(closing.register(bob)).succeedsWithin(SOON);
            scripted.writes = Writes.ARRIVE_LATE;
            CompletionStage<?> join = closing.join(bob.id(), "lobby");
            closing.close();
            assertThat(join)
                    .failsWithin(SOON)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(BackplaneTimeoutException.class);
        }
    }

    @Test
    void anUnregisterAfterACloseThatTimedOutSaysThatTheClusterMayStillShowIt() {
        try (InMemoryBackplane real = InMemoryBackplane.create()) {
            ScriptedBackplane scripted = new ScriptedBackplane(real);
            Hub closing = startOnThreads(scripted, TO_WAIT_FOR);
            Sink bob = new Sink(closing.instanceId(), "bob");
            assertThat(closing.register(bob)).succeedsWithin(SOON);
            scripted.holdPurges = true;
            closing.close();
            assertThat(closing.unregister(bob.id()))
                    .failsWithin(SOON)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(BackplaneTimeoutException.class);
        }
    }

    private static Hub startOnThreads(ScriptedBackplane backplane, Duration timeout) {
        return Hub.builder()
                .backplane(backplane)
                .operationTimeout(timeout)
                .start()
                .toCompletableFuture()
                .join();
    }

    /** Stands for another thread that closes the hub just after the hub has found itself open. */
    private Sink closingTheHub(Optional<String> user) {
        return new Sink(hub.instanceId(), user) {
            @Override
            public Optional<String> user() {
                hub.end();
                return super.user();
            }
        };
    }

    private long inStore(String group) {
        return inStore(new Target.Group(group));
    }

    private long inStore(Target target) {
        return runtime.done(broker.membership().count(target));
    }
}
