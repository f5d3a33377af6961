package io.carillon.jakarta;

import io.carillon.CloseReason;
import io.carillon.ConnectionRegistry;
import io.carillon.Health;
import io.carillon.Member;
import io.carillon.Message;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One connection from its registration to its end: calls the application and the registry, each end exactly once.
 *
 * <p>Many things end a connection, some of them together: the client, the container, the application, an overflow, a
 * failed send. The first of them gives the code. The end itself, {@code closed} and then {@code unregister}, waits until no
 * call into the application is under way; the thread that comes out of the last one runs it.
 *
 * <p><b>Threads.</b> {@link #open(boolean)} and {@link #received(Message)} on the container's, one at a time; the rest on any.
 */
final class Lifecycle implements Exit {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final int CODE_SHIFT = 8;
    private static final AtomicIntegerFieldUpdater<Lifecycle> CALLS =
            AtomicIntegerFieldUpdater.newUpdater(Lifecycle.class, "calls");

    private final ConnectionRegistry registry;
    private final ConnectionHandler handler;
    private final JakartaConnection connection;
    private final Keepalive keepalive;
    final TextParts text = new TextParts(this);
    final BinaryParts binary = new BinaryParts(this);

    /** The calls into the application that are under way, and above them the close code, 0 while there is none. */
    @SuppressWarnings("UnusedVariable") // the updater reads it
    private volatile int calls;

    /** Where it stands in the {@link Sweep}, guarded by the lock of that. */
    int place = Sweep.NOWHERE;

    // Written inside a call, read by the end, which comes after all calls.
    private boolean registered;
    private boolean opened;

    Lifecycle(
            ConnectionRegistry registry,
            ConnectionHandler handler,
            Member member,
            Session session,
            Transport transport) {
        this.registry = registry;
        this.handler = handler;
        Outbox outbox = new Outbox(session.getAsyncRemote(), transport, this, Container.canHold(session));
        this.connection = new JakartaConnection(member, session, outbox);
        this.keepalive =
                new Keepalive(outbox, transport.options(), transport.nanoTime().getAsLong());
    }

    JakartaConnection connection() {
        return connection;
    }

    private Transport transport() {
        return connection.outbox().transport;
    }

    int maxMessageBytes() {
        return transport().options().maxMessageBytes;
    }

    /**
     * Begins.
     *
     * @param listens whether the session is told where its messages go; otherwise the application's endpoint hands them on
     */
    void open(boolean listens) {
        if (!enter()) {
            return;
        }
        try {
            if (prepare(listens) && register()) {
                opened = true;
                handler.opened(connection);
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
        transport().options().tell(listener -> listener.received(connection, message.size()));
        try {
            handler.received(connection, message);
        } catch (Throwable e) {
            failedInApplication("received", e);
        } finally {
            leave();
        }
    }

    void closedByContainer(int code) {
        if (connection.outbox().abandon()) {
            transport().sweep().remove(this);
        }
        end(code, Runnable::run);
    }

    void failed(Throwable error) {
        if (!(error instanceof IOException)) {
            // No stack trace: a client may be able to cause this as often as it likes.
            about(LOG.atWarn()).log("connection {} failed: {}", connection, error.toString());
        }
        connection.outbox().failedInContainer();
    }

    /** What time brings: sweeps call it. */
    void check(long now) {
        connection.outbox().checkDeadline(now);
        keepalive.check(now);
        connection.checkAuthentication();
    }

    @Override
    public void closing(int code) {
        end(code, transport().ending());
    }

    @Override
    public void disconnect(int code, CloseReason reason) {
        end(code, transport().ending());
        transport().closing().execute(() -> {
            Container.close(connection.session(), reason);
            connection.outbox().told = true;
        });
    }

    @Override
    public void cut(@Nullable CloseReason why) {
        transport().sweep().remove(this);
        if (why != null) {
            end(why.code(), transport().ending());
        }
        transport().closing().execute(() -> {
            Container.cut(connection.session());
            if (why != null) {
                Container.close(connection.session(), why);
            }
        });
    }

    @Override
    public void pinged(boolean sent) {
        if (sent) {
            keepalive.sent(transport().nanoTime().getAsLong());
        } else {
            keepalive.skipped();
        }
    }

    @Override
    public void dropped(int messages) {
        transport().options().tell(listener -> listener.dropped(connection, messages));
    }

    @Override
    public void hold(boolean held) {
        Container.hold(connection.session(), held);
    }

    private boolean prepare(boolean listens) {
        transport().sweep().add(this);
        try {
            Container.prepare(connection.session(), transport().options());
            Container.limitFrames(connection.session(), maxMessageBytes(), () -> connection.close(CloseReason.TOO_BIG));
            if (listens) {
                connection.session().addMessageHandler(String.class, text);
                connection.session().addMessageHandler(ByteBuffer.class, binary);
            }
            connection.session().addMessageHandler(PongMessage.class, keepalive);
            return true;
        } catch (RuntimeException e) {
            // Most probably it went before it was open.
            about(LOG.atWarn()).log("connection {} cannot be listened to: {}", connection, e.toString());
            connection.outbox().failed(e);
            return false;
        }
    }

    /** Returns false when it is already known that this came to nothing. */
    private boolean register() {
        registered = true;
        try {
            registry.register(connection).whenComplete((done, failure) -> {
                if (failure != null) {
                    about(LOG.atWarn()).log("connection {} is not registered: {}", connection, failure.toString());
                    boolean leaving = registry.health().equals(Health.LEAVING);
                    connection.close(leaving ? CloseReason.GOING_AWAY : CloseReason.TRY_AGAIN_LATER);
                }
            });
        } catch (RuntimeException e) {
            about(LOG.atError()).log("connection {} was refused by the registry", connection, e);
            connection.close(CloseReason.INTERNAL_ERROR);
        }
        return connection.outbox().isOpen();
    }

    private boolean enter() {
        int before = CALLS.getAndUpdate(this, now -> hasEnded(now) ? now : now + 1);
        return !hasEnded(before);
    }

    private void leave() {
        int now = CALLS.decrementAndGet(this);
        if (hasEnded(now) && underWay(now) == 0) {
            finish(code(now));
        }
    }

    /** The code counts from now on, so that a container that is about to say something else comes too late. */
    private void end(int code, Executor ending) {
        int before = CALLS.getAndUpdate(this, now -> hasEnded(now) ? now : now | (code << CODE_SHIFT));
        if (before == 0) {
            ending.execute(() -> finish(code));
        }
    }

    private void finish(int code) {
        transport().options().tell(listener -> listener.closed(connection, code));
        if (opened) {
            try {
                handler.closed(connection, code);
            } catch (Throwable e) {
                about(LOG.atError()).log("the application failed in closed, connection {}", connection, e);
            }
        }
        if (registered) {
            unregister();
        }
    }

    private void unregister() {
        try {
            registry.unregister(connection.id()).whenComplete((done, failure) -> {
                if (failure != null) {
                    about(LOG.atWarn()).log("connection {} stays registered: {}", connection, failure.toString());
                }
            });
        } catch (RuntimeException e) {
            about(LOG.atWarn()).log("connection {} could not be unregistered", connection, e);
        }
    }

    private void failedInApplication(String where, Throwable e) {
        about(LOG.atError()).log("the application failed in {}, connection {}", where, connection, e);
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

    private LoggingEventBuilder about(LoggingEventBuilder event) {
        return event.addKeyValue("connection", connection)
                .addKeyValue("user", connection.user().orElse(""));
    }
}
