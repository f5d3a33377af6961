package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.Audience;
import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.spi.Connection.Offer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that does not read, on a real container: it goes, and costs the others nothing. */
class SlowClientTest extends ContainerTest {
    private static final int OTHERS = 4;
    private static final int BATCH = 8;
    private static final String SOME = "x".repeat(32 * 1024);
    /** Beside other builds it may take longer; {@code -Dcarillon.long=true} holds it to what is promised. */
    private static final Duration PATIENCE = Duration.ofSeconds(Boolean.getBoolean("carillon.long") ? 1 : 28);

    @Test
    void aClientThatDoesNotReadIsDisconnectedAndTheOthersGetEverything() throws Exception {
        // It is its outbox that ends it; a machine that stalls must not end the others by their send timeout.
        start(TransportOptions.builder().sendTimeout(Duration.ofSeconds(60)));
        Client slow = Client.connectWithoutReading(uri("/ws/lobby"));
        application.connection();
        List<Client> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            others.add(Client.connect(uri("/ws/lobby")));
        }
        await().until(() -> application.registry.connections().count() == OTHERS + 1);

        int sent = 0;
        while (application.registry.unregistered.isEmpty()) {
            assertThat(sent)
                    .as("messages without the slow client being too slow")
                    .isLessThan(4_000);
            for (int i = 0; i < BATCH; i++) {
                application.registry.send(Audience.everyone(), Message.text(sent++ + SOME));
            }
            // Paced by the others, whose outboxes hold more than a batch.
            int soFar = sent;
            await().until(() -> others.stream().allMatch(other -> other.texts.size() == soFar));
        }
        application.registry.send(Audience.everyone(), Message.text("marker"));
        int all = sent + 1;

        assertThat(application.calls).contains("closed 4008, unregistered false");
        assertThat(application.registry.unregistered)
                .containsExactly(application.connection().id());
        await().until(() -> others.stream().allMatch(other -> other.texts.size() == all));
        for (Client other : others) {
            for (int i = 0; i < sent; i++) {
                assertThat(other.texts.get(i)).startsWith(i + "x");
            }
        }

        slow.read();
        slow.awaitEnd();
    }

    @Test
    void theSocketOfAClientThatDoesNotReadIsGoneAfterTheSendTimeout() throws Exception {
        start(TransportOptions.builder().sendTimeout(Duration.ofSeconds(2)));
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost");
            JakartaConnection connection = application.connection();
            while (connection.offer(Message.text(SOME)) == Offer.ACCEPTED) {
                // Until it is closed.
            }

            // A closed socket answers a pong with a reset.
            await().atMost(Duration.ofSeconds(2).plus(PATIENCE)).until(() -> !client.canWrite());
            application.awaitUnregistered();
        }
    }

    @Test
    void theSocketOfAClientThatDoesNotAnswerACloseIsGoneAfterTheSendTimeout() throws Exception {
        start(TransportOptions.builder().sendTimeout(Duration.ofSeconds(1)));
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost");
            application.connection().close(CloseReason.GOING_AWAY);
            // It goes on as if nothing had happened, and an idle timeout would never come.
            await().atMost(Duration.ofSeconds(1).plus(PATIENCE)).until(() -> !client.canWrite());
            application.awaitUnregistered();
        }
    }
}
