package io.carillon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.BackplaneTimeoutException;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.InstanceId;
import io.carillon.JoinResult;
import io.carillon.RegistryException;
import io.carillon.UnknownConnectionException;
import io.carillon.spi.Backplane;
import io.carillon.spi.PubSubSystem;
import io.carillon.spi.Subject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one hub asks of another. The ghost is an instance that the test plays itself. */
abstract class CommandRules extends HubTests {
    private static final Duration LONG = Duration.ofHours(1);
    private static final ConnectionId GHOST = new ConnectionId(new InstanceId("ghost"), 1);

    @Test
    @Rule("CL-1.1")
    void noTwoRequestsHaveTheSameId() {
        List<List<Byte>> questions = new CopyOnWriteArrayList<>();
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        haunt(question -> {
            questions.add(list(question));
            return answer;
        });
        List<ConnectionRegistry> patient = List.of(
                open(hub -> hub.operationTimeout(LONG)),
                open(hub -> hub.operationTimeout(LONG))); // so nothing is asked again
        List<CompletionStage<JoinResult>> joins = IntStream.range(0, 20)
                .mapToObj(i -> patient.get(i % 2).join(GHOST, LOBBY))
                .toList();
        deadline.until(() -> assertThat(questions).hasSize(20));
        answer.complete(new byte[] {0}); // which no hub can read
        joins.forEach(deadline::error);
        assertThat(questions).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    @Rule("CL-1.2")
    void anAnswerOfSomebodyElseIsNotBelieved() {
        PubSubSystem pubSub = hubs.link().pubSub();
        Subject inbox = inbox(there.instanceId());
        haunt(question -> pubSub.request(inbox, question, LONG)); // so the other hub answers for the ghost
        assertThat(deadline.error(here.join(GHOST, LOBBY))).isInstanceOf(BackplaneTimeoutException.class);
        behind(group(LOBBY));
    }

    @Test
    @Rule("CL-1.3")
    void aTargetThatNobodyKnowsFailsAtOnce() {
        ConnectionRegistry patient = open(hub -> hub.operationTimeout(LONG));
        assertThat(deadline.error(patient.join(new ConnectionId(new InstanceId("nobody"), 1), LOBBY)))
                .isInstanceOf(RegistryException.class);
        assertThat(deadline.error(patient.join(ConnectionId.next(there.instanceId()), LOBBY)))
                .isInstanceOf(UnknownConnectionException.class);
    }

    @Test
    @Rule("CL-1.4")
    void aTargetThatGoesAwayFailsTheRequest() {
        AtomicBoolean asked = new AtomicBoolean();
        Backplane link = haunt(question -> {
            asked.set(true);
            return new CompletableFuture<>();
        });
        CompletionStage<JoinResult> joined = here.join(GHOST, LOBBY);
        deadline.until(() -> assertThat(asked).isTrue());
        link.close();
        assertThat(deadline.error(joined)).isInstanceOf(RegistryException.class);
        behind(group(LOBBY));
    }

    @Test
    @Rule("CL-1.5")
    void aQuestionThatIsAskedAgainIsActedOnOnce() {
        List<byte[]> asked = new CopyOnWriteArrayList<>();
        ConnectionRegistry asking = hubs.open(
                real -> new ForwardingBackplane(real) {
                    @Override
                    public CompletionStage<byte[]> request(Subject subject, byte[] payload, Duration timeout) {
                        asked.add(payload);
                        return super.request(subject, payload, timeout);
                    }
                },
                hub -> hub.operationTimeout(LONG)); // so it asks once by itself
        RecordingConnection ada = connect(there, "ada");
        assertThat(deadline.done(asking.join(ada.id(), LOBBY))).isEqualTo(JoinResult.JOINED);
        deadline.done(there.leave(ada.id(), LOBBY));
        assertThat(asked).hasSize(1);
        deadline.done(hubs.link().pubSub().request(inbox(there.instanceId()), asked.get(0), LONG));
        behind(group(LOBBY));
    }

    private Backplane haunt(PubSubSystem.Responder responder) {
        Backplane link = hubs.link();
        deadline.done(link.membership().acquire(GHOST.instance(), 0, LONG));
        deadline.done(link.pubSub().respond(inbox(GHOST.instance()), responder));
        return link;
    }

    private static Subject inbox(InstanceId instance) {
        return new Subject(Subject.Kind.INSTANCE, instance.value());
    }

    private static List<Byte> list(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boxed[i] = bytes[i];
        }
        return List.of(boxed);
    }
}
