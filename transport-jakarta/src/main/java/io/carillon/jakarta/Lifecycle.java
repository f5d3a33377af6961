package io.carillon.jakarta;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Message;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from its registration to its end: calls the application and the registry, each end exactly once.
 *
 * <p>Many things end a connection, some of them together: the client, the container, the application, an overflow, a
 * failed send. The first of them gives the code. The end itself, {@code closed} and then {@code unregister}, waits until no
 * call into the application is under way; the thread that comes out of the last one runs it.
 *
 * <p><b>Threads.</b> {@link #open()} and {@link #received(Message)} on the container's, one at a time; the rest on any.
 */
final class Lifecycle implements Outbox.Exit {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final int CODE_SHIFT = 8;

    private final RegistryEndpoint endpoint;
    private final Transport transport;
    private final JakartaConnection connection;

    /** The calls into the application that are under way, and above them the close code, 0 while there is none. */
    private final AtomicInteger calls = new AtomicInteger();

    // Written inside a call, read by the end, which comes after all calls.
    private boolean registered;
    private boolean opened;

    Lifecycle(RegistryEndpoint endpoint, Optional<String> user, Session session, Transport transport) {
        this.endpoint = endpoint;
        this.transport = transport;
        ConnectionId id = ConnectionId.next(endpoint.registry().instanceId());
        this.connection =
                new JakartaConnection(id, user, session, new Outbox(session.getAsyncRemote(), transport, this));
    }

    JakartaConnection connection() {
        return connection;
    }

    int maxMessageBytes() {
        return transport.options().maxMessageBytes();
    }

    void open() {
        if (!enter()) {
            return;
        }
        try {
            if (listen() && register()) {
                opened = true;
                endpoint.opened(connection);
            }
        } catch (Throwable e) {
            failedInApplication("opened", e);
        } finally {
            leave();
        }
    }

    void received(Message message) {
        if (!enter()) {
            return;
        }
        try {
            endpoint.received(connection, message);
        } catch (Throwable e) {
            failedInApplication("received", e);
        } finally {
            leave();
        }
    }

    void closedByContainer(int code) {
        connection.outbox().abandon();
        transport.sweep().remove(connection.outbox());
        end(code);
    }

    void failed(Throwable error) {
        if (!(error instanceof IOException)) {
            // No stack trace: a client may be able to cause this as often as it likes.
            LOG.warn("connection {} failed: {}", connection, error.toString());
        }
        LOG.debug("connection {} failed", connection, error);
        connection.outbox().fail();
    }

    @Override
    public void closing(int code) {
        transport.closing().execute(() -> end(code));
    }

    @Override
    public void disconnect(int code, CloseReason reason) {
        transport.sweep().remove(connection.outbox());
        transport.closing().execute(() -> {
            // First, because the container's close may block.
            end(code);
            close(connection.session(), reason);
        });
    }

    /** The container's close. It may block; call it on {@link Transport#closing()} only. */
    static void close(Session session, CloseReason reason) {
        try {
            session.close(new jakarta.websocket.CloseReason(
                    jakarta.websocket.CloseReason.CloseCodes.getCloseCode(reason.code()), reason.phrase()));
        } catch (IOException | RuntimeException e) {
            LOG.debug("a close failed, the connection is probably gone", e);
        }
    }

    private boolean listen() {
        transport.sweep().add(connection.outbox());
        try {
            boundBuffers(connection.session());
            connection.session().addMessageHandler(String.class, new TextParts(this));
            connection.session().addMessageHandler(ByteBuffer.class, new BinaryParts(this));
            return true;
        } catch (RuntimeException e) {
            LOG.debug("connection {} went before it was open", connection, e);
            connection.outbox().fail();
            return false;
        }
    }

    /**
     * Undertow gathers a message before it hands it on, and by default without a limit. Never raised: Tomcat allocates a
     * buffer of that size.
     */
    private void boundBuffers(Session session) {
        int limit = maxMessageBytes();
        int text = session.getMaxTextMessageBufferSize();
        if (text <= 0 || text > limit) {
            session.setMaxTextMessageBufferSize(limit);
        }
        int binary = session.getMaxBinaryMessageBufferSize();
        if (binary <= 0 || binary > limit) {
            session.setMaxBinaryMessageBufferSize(limit);
        }
    }

    /** Returns false when it is already known that this came to nothing. */
    private boolean register() {
        registered = true;
        try {
            endpoint.registry().register(connection).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.warn("connection {} could not be registered: {}", connection, failure.toString());
                    connection.close(CloseReason.TRY_AGAIN_LATER);
                }
            });
        } catch (RuntimeException e) {
            LOG.error("connection {} was refused by the registry", connection, e);
            connection.close(CloseReason.INTERNAL_ERROR);
        }
        return connection.outbox().isOpen();
    }

    private boolean enter() {
        int before = calls.getAndUpdate(now -> hasEnded(now) ? now : now + 1);
        return !hasEnded(before);
    }

    private void leave() {
        int now = calls.decrementAndGet();
        if (hasEnded(now) && underWay(now) == 0) {
            finish(code(now));
        }
    }

    private void end(int code) {
        int before = calls.getAndUpdate(now -> hasEnded(now) ? now : now | (code << CODE_SHIFT));
        if (before == 0) {
            finish(code);
        }
    }

    private void finish(int code) {
        if (opened) {
            try {
                endpoint.closed(connection, code);
            } catch (Throwable e) {
                LOG.error("the application failed in closed, connection {}", connection, e);
            }
        }
        if (registered) {
            unregister();
        }
    }

    private void unregister() {
        try {
            endpoint.registry().unregister(connection.id()).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.warn("connection {} could not be unregistered: {}", connection, failure.toString());
                }
            });
        } catch (RuntimeException e) {
            LOG.warn("connection {} could not be unregistered", connection, e);
        }
    }

    private void failedInApplication(String where, Throwable e) {
        LOG.error("the application failed in {}, connection {}", where, connection, e);
        connection.close(CloseReason.INTERNAL_ERROR);
    }

    private static boolean hasEnded(int calls) {
        return code(calls) != 0;
    }

    private static int code(int calls) {
        return calls >>> CODE_SHIFT;
    }

    private static int underWay(int calls) {
        return calls & ((1 << CODE_SHIFT) - 1);
    }
}
