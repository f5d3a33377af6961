package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.Message;
import io.carillon.spi.Connection.Offer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Clients that mean no good, on a real container: each ends its own connection, and a bystander notices nothing. */
class HostileClientTest extends ContainerTest {
    private Client bystander;
    private JakartaConnection bystanders;

    /** The bystander's own times are the default ones, so that a machine that stalls for a moment does not end it. */
    private void startWithBystander(TransportOptions.Builder options) throws Exception {
        start(
                List.of(application.config(options), application.config("/calm/{room}", TransportOptions.builder())),
                List.of());
        bystander = Client.connect(uri("/calm/lobby"));
        bystanders = application.connection();
    }

    private void onlyOneHasEnded(String closed) {
        application.awaitUnregistered();
        assertThat(application.calls).contains(closed + ", unregistered false");
        bystanderNoticesNothing();
    }

    private void bystanderNoticesNothing() {
        assertThat(application.registry.unregistered).doesNotContain(bystanders.id());
        bystanders.offer(Message.text("still here"));
        assertThat(bystander.awaitText()).isEqualTo("still here");
    }

    private static TransportOptions.Builder impatient() {
        return TransportOptions.builder()
                .pingInterval(Duration.ofMillis(300))
                .pongTimeout(Duration.ofSeconds(2))
                .sendTimeout(Duration.ofSeconds(2));
    }

    @Test
    void aClientThatAnswersItsPingsStaysLongerThanThePongTimeout() throws Exception {
        // Long enough for a machine that stalls. A sweep sends one ping at most, so 15 of them take longer.
        start(impatient().pongTimeout(Duration.ofSeconds(6)));
        bystander = connect();
        bystanders = application.connection();

        await().atMost(Duration.ofSeconds(60)).until(() -> bystander.pings.get() > 14);

        bystanderNoticesNothing();
    }

    @Test
    void aClientThatNeverAnswersPingsIsClosed() throws Exception {
        startWithBystander(impatient());
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost");

            assertThat(client.readCloseCode()).isEqualTo(4009);
        }
        onlyOneHasEnded("closed 4009");
    }

    @Test
    void aClientThatSendsHalfAFrameAndStopsIsClosed() throws Exception {
        startWithBystander(impatient());
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost");
            client.write(new byte[] {(byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 'h', 'e'});

            assertThat(client.readCloseCode()).isEqualTo(4009);
        }
        onlyOneHasEnded("closed 4009");
    }

    @Test
    void aClientThatReadsAByteASecondIsDisconnected() throws Exception {
        startWithBystander(TransportOptions.builder().sendTimeout(Duration.ofSeconds(3)));
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost");
            await().until(() -> application.connections.size() == 2);
            JakartaConnection slow = application.connections.get(1);
            Message message = Message.text("x".repeat(10_000));

            while (slow.offer(message) == Offer.ACCEPTED) {
                // Until its outbox overflows.
            }

            await().pollInterval(Duration.ofSeconds(1)).until(() -> {
                readOneByte(client);
                return !application.registry.unregistered.isEmpty();
            });
        }
        onlyOneHasEnded("closed 4008");
    }

    /** Of a server that may have reset the connection by now. */
    private static void readOneByte(RawClient client) {
        try {
            client.read();
        } catch (IOException e) {
            // It has.
        }
    }

    /** 1,000 from a fixed seed; {@code -Dcarillon.long=true} makes them 10,000. */
    @Test
    void randomBytesAfterTheUpgradeEndTheirOwnConnectionsOnly() throws Exception {
        startWithBystander(TransportOptions.builder());
        int clients = Boolean.getBoolean("carillon.long") ? 10_000 : 1_000;
        Random random = new Random(20261121);
        for (int i = 0; i < clients; i++) {
            byte[] bytes = new byte[1 + random.nextInt(64)];
            random.nextBytes(bytes);
            try (RawClient client = new RawClient(port())) {
                client.handshake("/ws/lobby", "Host: localhost");
                client.write(bytes);
                if (random.nextBoolean()) {
                    client.reset();
                }
            } catch (IOException e) {
                // The server was faster.
            }
        }

        await().atMost(Duration.ofSeconds(60))
                .until(() -> application.registry.connections().count() == 1);
        bystanderNoticesNothing();
        assertThat(application.registry.unregistered).doesNotHaveDuplicates();
    }
}
