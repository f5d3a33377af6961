package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.CloseReason;
import io.carillon.Health;
import io.carillon.JoinResult;
import io.carillon.Message;
import io.carillon.RegistryClosedException;
import io.carillon.spi.Connection.Offer;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However a connection ends, on a real container: closed once, unregistered after it. */
class EndingTest extends ContainerTest {

    @BeforeEach
    void start() throws Exception {
        start(TransportOptions.builder());
    }

    /** All that was called for the only connection, once a later connection has come and gone. */
    private void endedOnceWith(String closed) throws Exception {
        application.awaitUnregistered();
        Application marker = new Application();
        TestContainer other = TestContainer.load();
        other.start(List.of(marker.config(TransportOptions.builder())), List.of());
        try {
            Client last = Client.connect(URI.create("ws://localhost:" + other.port() + "/ws/lobby"));
            marker.connection(); // a client may know of its connection before the server has opened it
            last.close(1000);
            marker.awaitUnregistered();
        } finally {
            other.stop();
        }
        assertThat(application.calls.stream().filter(call -> call.startsWith("closed")))
                .containsExactly(closed + ", unregistered false");
        assertThat(application.registry.unregistered)
                .containsExactly(application.connections.get(0).id());
    }

    @Test
    void theClientCloses() throws Exception {
        Client client = connect();
        application.connection();

        client.close(1000);

        endedOnceWith("closed 1000");
        assertThat(client.awaitCloseCode()).isEqualTo(1000);
    }

    @Test
    void theClientClosesWithACodeOfItsOwn() throws Exception {
        Client client = connect();
        application.connection();

        client.close(4321);

        endedOnceWith("closed 4321");
    }

    @Test
    void theServerCloses() throws Exception {
        Client client = connect();

        application.connection().close(CloseReason.GOING_AWAY);
        application.connection().close(CloseReason.NORMAL);

        assertThat(client.awaitCloseCode()).isEqualTo(1001);
        endedOnceWith("closed 1001");
        assertThat(application.connection().offer(Message.text("late"))).isEqualTo(Offer.CLOSED);
    }

    @Test
    void whatWasOfferedBeforeAServersCloseArrives() throws Exception {
        application.opened = connection -> {
            for (int i = 0; i < 100; i++) {
                connection.offer(Message.text("m" + i));
            }
            connection.close(CloseReason.NORMAL);
        };
        Client client = connect();

        assertThat(client.awaitCloseCode()).isEqualTo(1000);
        assertThat(client.texts).hasSize(100);
    }

    @Test
    void theContainersSessionIsClosedBehindOurBack() throws Exception {
        Client client = connect();

        application.connection().session().close();

        assertThat(client.awaitCloseCode()).isEqualTo(1000);
        endedOnceWith("closed 1000");
    }

    @Test
    void theTcpConnectionEndsWithoutACloseFrame() throws Exception {
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost");
            application.connection();
        }

        endedOnceWith("closed 1006");
    }

    @Test
    void theTcpConnectionIsReset() throws Exception {
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost");
            application.connection();
            client.reset();
        }

        endedOnceWith("closed 1006");
    }

    @Test
    void theTcpConnectionEndsInTheMiddleOfAFrame() throws Exception {
        try (RawClient client = new RawClient(port())) {
            client.handshake("/ws/lobby", "Host: localhost");
            application.connection();
            client.write(new byte[] {(byte) 0x81, (byte) 0x85, 0, 0});
        }

        endedOnceWith("closed 1006");
        assertThat(application.messages).isEmpty();
    }

    @Test
    void theServerStops() throws Exception {
        connect();
        application.connection();

        stop();

        application.awaitUnregistered();
        assertThat(application.registry.unregistered)
                .containsExactly(application.connections.get(0).id());
    }

    @Test
    void anExceptionInReceivedClosesWithInternalError() throws Exception {
        application.received = (connection, message) -> {
            throw new IllegalStateException("on purpose");
        };
        Client client = connect();

        client.send("hello");

        assertThat(client.awaitCloseCode()).isEqualTo(1011);
        endedOnceWith("closed 1011");
    }

    @Test
    void anErrorInReceivedClosesWithInternalError() throws Exception {
        application.received = (connection, message) -> {
            throw new AssertionError("on purpose");
        };
        Client client = connect();

        client.send("hello");

        assertThat(client.awaitCloseCode()).isEqualTo(1011);
        endedOnceWith("closed 1011");
    }

    @Test
    void anExceptionInOpenedClosesWithInternalError() throws Exception {
        application.opened = connection -> {
            throw new IllegalStateException("on purpose");
        };

        assertThat(connect().awaitCloseCode()).isEqualTo(1011);
        endedOnceWith("closed 1011");
    }

    @Test
    void anExceptionInClosedStillUnregisters() throws Exception {
        application.closed = connection -> {
            throw new IllegalStateException("on purpose");
        };
        Client client = connect();
        application.connection();

        client.close(1000);

        endedOnceWith("closed 1000");
    }

    @Test
    void aRegistryThatFailsClosesWithTryAgainLater() throws Exception {
        application.registry.answer(() -> CompletableFuture.failedStage(new RegistryClosedException("on purpose")));

        assertThat(connect().awaitCloseCode()).isEqualTo(1013);
        application.awaitUnregistered();
        assertThat(application.calls).containsExactly("user");
    }

    @Test
    void whoComesToARegistryThatLeavesIsToldToGoElsewhere() throws Exception {
        application.registry.answer(() -> CompletableFuture.failedStage(new RegistryClosedException("it leaves")));
        application.registry.health = Health.LEAVING;
        start(TransportOptions.builder());

        assertThat(connect().awaitCloseCode()).isEqualTo(1001);
    }

    @Test
    void aRegistryThatFailsLaterClosesWithTryAgainLater() throws Exception {
        CompletableFuture<JoinResult> registering = new CompletableFuture<>();
        application.registry.answer(() -> registering);
        Client client = connect();
        application.connection();

        registering.completeExceptionally(new RegistryClosedException("on purpose"));

        assertThat(client.awaitCloseCode()).isEqualTo(1013);
        endedOnceWith("closed 1013");
    }

    @Test
    void aRegistryThatThrowsClosesWithInternalError() throws Exception {
        application.registry.answer(() -> {
            throw new IllegalArgumentException("on purpose");
        });

        assertThat(connect().awaitCloseCode()).isEqualTo(1011);
        application.awaitUnregistered();
        assertThat(application.calls).containsExactly("user");
    }

    @Test
    void theGroupsCanStillBeAskedForInClosed() throws Exception {
        AtomicReference<Set<String>> groups = new AtomicReference<>();
        application.opened = connection -> application.registry.join(connection.id(), "lobby");
        application.closed = connection -> groups.set(application
                .registry
                .groups(connection.id())
                .toCompletableFuture()
                .join());
        Client client = connect();
        application.connection();

        client.close(1000);

        application.awaitUnregistered();
        assertThat(groups).hasValue(Set.of("lobby"));
    }

    @Test
    void closedNeverRunsBesideReceived() throws Exception {
        CountDownLatch inReceived = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        application.received = (connection, message) -> {
            inReceived.countDown();
            await().until(() -> goOn.getCount() == 0);
            application.calls.add("received returns");
        };
        Client client = connect();
        client.send("hello");
        inReceived.await();

        application.connection().close(CloseReason.NORMAL);
        assertThat(client.awaitCloseCode()).isEqualTo(1000);
        goOn.countDown();

        application.awaitUnregistered();
        assertThat(application.calls).endsWith("received", "received returns", "closed 1000, unregistered false");
    }
}
