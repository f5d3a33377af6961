package io.carillon.limits;

import io.carillon.CloseReason;
import io.carillon.Message;
import io.carillon.jakarta.ConnectionHandler;
import io.carillon.jakarta.JakartaConnection;
import jakarta.websocket.Session;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one connection sends, in messages and bytes. Its methods are called one at a time. */
final class LimitedHandler implements ConnectionHandler {
    private final Limits limits;
    private final ConnectionHandler delegate;
    private final @Nullable TokenBucket messages;
    private final @Nullable TokenBucket bytes;
    private boolean opened;
    private boolean ended;

    LimitedHandler(
            Limits limits, ConnectionHandler delegate, @Nullable TokenBucket messages, @Nullable TokenBucket bytes) {
        this.limits = limits;
        this.delegate = delegate;
        this.messages = messages;
        this.bytes = bytes;
    }

    @Override
    public Optional<String> user(Session session) {
        return delegate.user(session);
    }

    @Override
    public Map<String, String> attributes(Session session) {
        return delegate.attributes(session);
    }

    @Override
    public void opened(JakartaConnection connection) {
        if (opened) {
            throw new IllegalStateException("one limits.handler serves two connections, expected one for each");
        }
        opened = true;
        delegate.opened(connection);
    }

    @Override
    public void received(JakartaConnection connection, Message message) {
        if (ended) {
            // It was on its way when the connection was closed.
            return;
        }
        long now = limits.runtime.nanoTime();
        if (messages != null && messages.take(1, now) > 0) {
            end(connection, Limit.MESSAGES, Limits.TOO_MANY_MESSAGES);
        } else if (bytes != null && bytes.take(message.size(), now) > 0) {
            end(connection, Limit.BYTES, Limits.TOO_MANY_BYTES);
        } else {
            delegate.received(connection, message);
        }
    }

    @Override
    public void closed(JakartaConnection connection, int code) {
        delegate.closed(connection, code);
    }

    private void end(JakartaConnection connection, Limit limit, CloseReason reason) {
        ended = true;
        limits.refused.count(limit);
        connection.close(reason);
    }
}
