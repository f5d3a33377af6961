package io.carillon.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.Audience;
import io.carillon.BackplaneTimeoutException;
import io.carillon.BackplaneUnavailableException;
import io.carillon.Health;
import io.carillon.Message;
import io.carillon.spi.PubSubSystem.Status;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an instance knows of its way to the broker, and what it does about it. */
class HubWatchTest {
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryBackplane broker = new InMemoryBackplane(runtime);
    private final LossyBackplane link = new LossyBackplane(broker);
    private final Recorder heard = new Recorder();
    private Hub hub;
    private Sink ada;

    @BeforeEach
    void start() {
        CompletionStage<Hub> started =
                Hub.builder().backplane(link).listener(heard).start(runtime);
        runtime.run();
        hub = started.toCompletableFuture().join();
        ada = new Sink(hub.instanceId(), "ada");
        hub.register(ada);
        hub.join(ada.id(), "lobby");
        runtime.run();
        heard.take();
        heard.healths.clear();
    }

    @Test
    void anInstanceThatHasStartedIsReadyAndStaysSo() {
        assertThat(hub.health()).isEqualTo(Health.READY);
        runtime.advance(Duration.ofMinutes(5));
        assertThat(hub.health()).isEqualTo(Health.READY);
        assertThat(heard.healths).isEmpty();
    }

    @Test
    void aLinkThatIsDeadWithoutSayingSoIsNoticedWithinTwoSeconds() {
        link.losing = true;
        runtime.advance(TWO_SECONDS);
        assertThat(hub.health()).isEqualTo(Health.notReady("the broker does not answer"));
        link.losing = false;
        runtime.advance(Watch.INTERVAL);
        assertThat(hub.health()).isEqualTo(Health.READY);
        assertThat(heard.healths).containsExactly("the broker does not answer", "ready");
    }

    /** What had come back by then was not looked at, which is no fault of the link. */
    @Test
    void aMachineThatStoodStillTakesNoLinkForDead() {
        runtime.advance(Duration.ofMillis(100)); // so that the stall begins between two probes
        runtime.stall(Duration.ofSeconds(5));
        runtime.advance(TWO_SECONDS);
        assertThat(hub.health()).isEqualTo(Health.READY);
        assertThat(heard.healths).isEmpty();
        assertThat(heard.take()).isEmpty();
        link.losing = true;
        runtime.advance(TWO_SECONDS);
        assertThat(hub.health().ready()).isFalse();
    }

    @Test
    void aLostLinkIsTakenForBackWhenAMessageOfOnesOwnHasComeBack() {
        link.tell(Status.DISCONNECTED);
        assertThat(hub.health().ready()).isFalse();
        link.losing = true;
        link.tell(Status.CONNECTED);
        runtime.advance(TWO_SECONDS);
        assertThat(hub.health().ready()).isFalse();
        link.losing = false;
        runtime.advance(Watch.INTERVAL);
        assertThat(hub.health()).isEqualTo(Health.READY);
    }

    /** The probes that the break has lost are not missed on top of it. */
    @Test
    void whoMayHaveMissedSomethingIsToldToLookOnce() {
        link.losing = true;
        link.tell(Status.DISCONNECTED);
        runtime.advance(TWO_SECONDS.plus(TWO_SECONDS));
        link.silent = true;
        link.tell(Status.CONNECTED);
        link.losing = false;
        runtime.advance(Watch.INTERVAL); // the first probe behind the break takes longer than to the next one
        link.silent = false;
        runtime.advance(TWO_SECONDS);
        assertThat(hub.health()).isEqualTo(Health.READY);
        assertThat(heard.take())
                .containsExactlyInAnyOrder("resync Everyone[]", "resync Group[name=lobby]", "resync User[name=ada]");
    }

    @Test
    void whoMayHaveMissedSomethingIsToldToLook() {
        link.tell(Status.DISCONNECTED);
        runtime.run();
        assertThat(heard.take()).isEmpty();
        link.tell(Status.CONNECTED);
        runtime.run();
        assertThat(heard.take())
                .containsExactlyInAnyOrder("resync Everyone[]", "resync Group[name=lobby]", "resync User[name=ada]");
    }

    @Test
    void whoeverListensToASubjectThatTheBrokerHadLostIsToldToLook() {
        link.subscribed.get(new Subject(Subject.Kind.GROUP, "lobby")).onLost();
        link.subscribed.get(Subject.EVERYONE).onLost();
        runtime.run();
        assertThat(heard.take()).containsExactly("resync Group[name=lobby]", "resync Everyone[]");
    }

    @Test
    void afterTwoOperationsWithoutAnAnswerTheNextFailAtOnceUntilAProbeReturns() {
        link.losing = true;
        link.silent = true;
        CompletionStage<?> first = hub.send(Audience.group("lobby"), Message.text("1"));
        CompletionStage<?> second = hub.send(Audience.group("lobby"), Message.text("2"));
        runtime.advance(Duration.ofSeconds(5));
        assertThat(error(first)).isInstanceOf(BackplaneTimeoutException.class);
        assertThat(error(second)).isInstanceOf(BackplaneTimeoutException.class);
        assertThat(error(hub.send(Audience.group("lobby"), Message.text("3"))))
                .isInstanceOf(BackplaneUnavailableException.class);
        link.losing = false;
        link.silent = false;
        runtime.advance(Watch.INTERVAL);
        assertThat(hub.send(Audience.group("lobby"), Message.text("4")).toCompletableFuture())
                .isCompleted();
    }

    @Test
    void aHubThatIsClosedIsNotReady() {
        hub.end();
        runtime.run();
        assertThat(hub.health()).isEqualTo(Health.LEAVING);
    }

    private static Throwable error(CompletionStage<?> stage) {
        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
        return Operation.unwrap(
                stage.handle((value, error) -> error).toCompletableFuture().join());
    }
}
