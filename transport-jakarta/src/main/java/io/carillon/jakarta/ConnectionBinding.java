package io.carillon.jakarta;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.ConnectionRegistry;
import io.carillon.Member;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one session of an application's own endpoint class into a {@link ConnectionRegistry}. For those who write
 * {@code @ServerEndpoint}; {@link RegistryEndpoint} is the same as a base class.
 *
 * <p>The endpoint class keeps one per connection, names {@link RegistryConfigurator} or a subclass of it as its configurator,
 * and hands on what the container tells it: {@code @OnOpen} to {@link #open(Session)}, {@code @OnClose} to
 * {@link #closed(jakarta.websocket.CloseReason)}, {@code @OnError} to {@link #failed(Throwable)}, and {@code @OnMessage} in
 * parts, so that they are counted against the limit, to {@link #text(String, boolean)} and
 * {@link #binary(ByteBuffer, boolean)}. Whole messages come to {@link ConnectionHandler#received}.
 *
 * <p><b>Guarantees.</b> Nothing of the handler runs, and nothing is registered, for a connection whose origin was refused, or that no gate
 * has sent where the options name a {@link HandshakeAuthenticator}.
 * Its order of calls is that of {@link ConnectionHandler}.
 *
 * <p><b>Threads.</b> The container's.
 */
public final class ConnectionBinding {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionBinding.class);

    private final ConnectionRegistry registry;
    private final ConnectionHandler handler;
    private volatile @Nullable Lifecycle lifecycle;

    /**
     * For one connection.
     *
     * @param registry where it is registered
     * @param handler what the application does with it
     */
    public ConnectionBinding(ConnectionRegistry registry, ConnectionHandler handler) {
        this.registry = registry;
        this.handler = handler;
    }

    /**
     * The container has opened the session.
     *
     * @param session the session
     */
    public void open(Session session) {
        open(session, false);
    }

    /**
     * The container has opened the session.
     *
     * @param listens whether message handlers are added to the session. For an annotated class they must not: Undertow may
     *     read a message before it has run {@code @OnOpen}, and drops what has no handler yet.
     */
    void open(Session session, boolean listens) {
        Optional<Handshake> handshake = Handshake.take(session);
        if (handshake.isEmpty()) {
            LOG.error("refused a connection: this endpoint is deployed without RegistryConfigurator");
        }
        if (!handshake.map(Handshake::admitted).orElse(false)) {
            refuse(session, handshake, CloseReason.POLICY_VIOLATION);
            return;
        }
        try {
            Lifecycle opening = new Lifecycle(
                    registry, handler, member(session), session, handshake.get().transport());
            lifecycle = opening;
            opening.open(listens);
        } catch (HandshakeRefusedException e) {
            refuse(session, handshake, e.reason());
        } catch (Throwable e) {
            LOG.error("a handshake failed", e);
            refuse(session, handshake, CloseReason.INTERNAL_ERROR);
        }
    }

    /**
     * A part of a text message has come.
     *
     * @param part the part
     * @param last whether it is the last
     */
    public void text(String part, boolean last) {
        Lifecycle receiving = lifecycle;
        if (receiving != null) {
            receiving.text.onMessage(part, last);
        }
    }

    /**
     * A part of a binary message has come.
     *
     * @param part the part; what is needed of it is copied
     * @param last whether it is the last
     */
    public void binary(ByteBuffer part, boolean last) {
        Lifecycle receiving = lifecycle;
        if (receiving != null) {
            receiving.binary.onMessage(part, last);
        }
    }

    /**
     * The container says that the session is closed.
     *
     * @param reason why
     */
    public void closed(jakarta.websocket.CloseReason reason) {
        Lifecycle closing = lifecycle;
        if (closing != null) {
            closing.closedByContainer(reason.getCloseCode().getCode());
        }
    }

    /**
     * The container says that something has gone wrong with the session.
     *
     * @param error what
     */
    public void failed(Throwable error) {
        Lifecycle failing = lifecycle;
        if (failing != null) {
            failing.failed(error);
        } else {
            LOG.debug("an error on a connection that was not let in", error);
        }
    }

    /** What the cluster is to know of the connection. A client may have chosen it, so what is too long is the client's fault. */
    private Member member(Session session) {
        Optional<String> user = handler.user(session);
        // Entry by entry: other ways to copy it make Undertow's map keep views of itself, as long as the connection.
        Map<String, String> attributes = new HashMap<>();
        handler.attributes(session).forEach(attributes::put);
        try {
            return new Member(ConnectionId.next(registry.instanceId()), user, attributes);
        } catch (IllegalArgumentException e) {
            LOG.debug("refused a client by what it calls itself", e);
            throw new HandshakeRefusedException(CloseReason.POLICY_VIOLATION);
        }
    }

    /** On another thread, because the container's close may block. */
    private static void refuse(Session session, Optional<Handshake> handshake, CloseReason reason) {
        handshake.ifPresent(found -> found.transport().options().tell(listener -> listener.refused(reason.code())));
        Transport.Threads.CLOSING.execute(() -> Container.close(session, reason));
    }
}
