/** The Jakarta WebSocket adapter: endpoint, handshake and bounded outbox over any {@code ConnectionRegistry}. */
module io.carillon.jakarta {
    requires transitive io.carillon;
    requires transitive jakarta.websocket;
    requires static org.jspecify;
    requires org.slf4j;

    exports io.carillon.jakarta;

    uses io.carillon.jakarta.ContainerAdapter;
    uses io.carillon.jakarta.HandshakeRefuser;
}
