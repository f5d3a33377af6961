package io.carillon.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.Audience;
import io.carillon.Message;
import io.carillon.spi.Connection;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An endpoint class of the application's own, and what both kinds of endpoint see of the handshake, on a real container. */
class AnnotatedTest extends ContainerTest {

    @BeforeEach
    void deploy() throws Exception {
        Room.registry = new StubRegistry();
        Room.calls = new CopyOnWriteArrayList<>();
        ServerEndpointConfig programmatic = ServerEndpointConfig.Builder.create(RegistryEndpoint.class, "/ws/{room}")
                .subprotocols(List.of("chat.v2", "chat.v1"))
                .configurator(application.configurator(TransportOptions.builder()))
                .build();
        start(List.of(programmatic), List.of(Room.class));
    }

    @Test
    void messagesGoInAndOutAndTheEndIsTold() {
        Client ada = Client.connect(uri("/rooms/blue?user=Ada"));
        Client grace = Client.connect(uri("/rooms/blue?user=Grace"));
        // A connection is registered before it has joined.
        await().until(() ->
                Room.registry.connections().filter(AnnotatedTest::isInBlue).count() == 2);

        ada.sendPart("hel", false);
        ada.sendPart("lo", true);
        assertThat(grace.awaitText()).isEqualTo("Ada in blue: hello");
        ada.close(4321);

        await().until(() -> Room.registry.unregistered.size() == 1);
        assertThat(Room.calls).containsOnlyOnce("closed 4321");
    }

    private static boolean isInBlue(Connection connection) {
        return Room.registry
                .groups(connection.id())
                .toCompletableFuture()
                .join()
                .contains("blue");
    }

    @Test
    void theLimitHoldsForAnAnnotatedEndpointToo() {
        Client client = Client.connect(uri("/rooms/blue?user=Ada"));

        client.send("x".repeat(101));

        assertThat(client.awaitCloseCode()).isEqualTo(1009);
    }

    @Test
    void theLimitHoldsForBinaryMessagesOfAnAnnotatedEndpointToo() {
        Client client = Client.connect(uri("/rooms/blue?user=Ada"));

        client.sendPart(new byte[60], false);
        client.sendPart(new byte[60], true);

        assertThat(client.awaitCloseCode()).isEqualTo(1009);
    }

    @Test
    void aForeignPageIsRefusedByAnAnnotatedEndpointToo() throws Exception {
        assertThat(refusal("/rooms/blue?user=Ada", "Host: localhost", "Origin: http://evil.example"))
                .isEqualTo(forForeignPages());
        assertThat(Room.registry.registered).isEmpty();
        assertThat(Room.calls).isEmpty();
    }

    @Test
    void theClientsFirstChoiceOfTheServersSubprotocolsIsTaken() {
        Client client = Client.connectWithProtocols(uri("/ws/lobby"), "other", "chat.v1", "chat.v2");

        assertThat(client.subprotocol()).isEqualTo("chat.v1");
        assertThat(application.connection().session().getNegotiatedSubprotocol())
                .isEqualTo("chat.v1");
    }

    @Test
    void anAnnotatedEndpointNegotiatesSubprotocolsToo() {
        assertThat(Client.connectWithProtocols(uri("/rooms/blue?user=Ada"), "rooms.v1")
                        .subprotocol())
                .isEqualTo("rooms.v1");
    }

    @Test
    void aClientWithoutACommonSubprotocolIsLetInWithoutOne() {
        Client client = Client.connect(uri("/ws/lobby"));

        assertThat(client.subprotocol()).isEmpty();
        assertThat(application.connection().session().getNegotiatedSubprotocol())
                .isEmpty();
    }

    @Test
    void pathParametersAndTheQueryReachTheApplication() {
        Client.connect(uri("/ws/r%C3%A4um?user=Ada%20L&tag=1&tag=2"));
        Session session = application.connection().session();

        assertThat(session.getPathParameters()).containsEntry("room", "räum");
        assertThat(session.getRequestParameterMap())
                .containsEntry("user", List.of("Ada L"))
                .containsEntry("tag", List.of("1", "2"));
        // Jetty decodes it, the others do not.
        assertThat(session.getQueryString()).isIn("user=Ada%20L&tag=1&tag=2", "user=Ada L&tag=1&tag=2");
    }

    /** What an application writes that does not want a base class. */
    @ServerEndpoint(value = "/rooms/{room}", subprotocols = "rooms.v1", configurator = RoomConfigurator.class)
    public static final class Room implements ConnectionHandler {
        /** Those of one test: a connection of the test before may end late. */
        private static List<String> calls;

        private static StubRegistry registry;

        private final List<String> told = calls;
        private final ConnectionBinding binding = new ConnectionBinding(registry, this);

        @OnOpen
        public void onOpen(Session session) {
            binding.open(session);
        }

        @OnMessage
        public void onText(String part, boolean last) {
            binding.text(part, last);
        }

        @OnMessage
        public void onBinary(ByteBuffer part, boolean last) {
            binding.binary(part, last);
        }

        @OnClose
        public void onClose(CloseReason reason) {
            binding.closed(reason);
        }

        @OnError
        public void onError(Throwable error) {
            binding.failed(error);
        }

        @Override
        public Optional<String> user(Session session) {
            return Optional.of(session.getRequestParameterMap().get("user").get(0));
        }

        @Override
        public void opened(JakartaConnection connection) {
            registry.join(connection.id(), room(connection));
        }

        @Override
        public void received(JakartaConnection connection, Message message) {
            String text = connection.user().orElseThrow() + " in " + room(connection) + ": "
                    + ((Message.Text) message).text();
            registry.send(Audience.group(room(connection)).except(connection.id()), Message.text(text));
        }

        @Override
        public void closed(JakartaConnection connection, int code) {
            told.add("closed " + code);
        }

        private static String room(JakartaConnection connection) {
            return connection.session().getPathParameters().get("room");
        }
    }

    /** With options of its own. */
    public static final class RoomConfigurator extends RegistryConfigurator {
        public RoomConfigurator() {
            super(TransportOptions.builder().maxMessageBytes(100).build());
        }
    }
}
