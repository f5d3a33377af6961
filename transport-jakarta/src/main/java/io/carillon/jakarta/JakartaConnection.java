package io.carillon.jakarta;

import io.carillon.CloseReason;
import io.carillon.ConnectionId;
import io.carillon.Member;
import io.carillon.Message;
import io.carillon.Overflow;
import io.carillon.spi.Connection;
import jakarta.websocket.Session;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One open WebSocket of a Jakarta container.
 *
 * <p><b>Guarantees.</b> Messages that one thread offers and that are accepted reach the client in that order, whole, and
 * once, unless the connection ends first, or their {@link Overflow} lets them be dropped. When more waits than the
 * {@link TransportOptions} allow and nothing may be dropped, or a frame takes longer than the send timeout, the client is too
 * slow: the connection ends with {@link CloseReason#TOO_SLOW}.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks and none throws. An offer to an idle connection calls the
 * container's asynchronous send on the caller's thread.
 */
public final class JakartaConnection implements Connection {
    private final Member member;
    private final Session session;
    private final Outbox outbox;
    private volatile @Nullable Authentication authentication;

    JakartaConnection(Member member, Session session, Outbox outbox) {
        this.member = member;
        this.session = session;
        this.outbox = outbox;
        this.authentication = Authentication.of(session).orElse(null);
    }

    @Override
    public ConnectionId id() {
        return member.id();
    }

    @Override
    public Optional<String> user() {
        return member.user();
    }

    @Override
    public Map<String, String> attributes() {
        return member.attributes();
    }

    @Override
    public Member member() {
        return member;
    }

    /**
     * The container's session, for its path parameters, query and user properties. What is sent or closed through it goes
     * past the outbox, and on some containers collides with it.
     *
     * @return the session of this connection
     */
    public Session session() {
        return session;
    }

    @Override
    public Offer offer(Message message) {
        return outbox.offer(message, Overflow.DEFAULT);
    }

    @Override
    public Offer offer(Message message, Overflow overflow) {
        return outbox.offer(message, overflow);
    }

    @Override
    public int waiting() {
        return outbox.waiting();
    }

    /**
     * Closes the connection, after what is in the outbox, if that leaves within the send timeout. Accepts nothing more
     * from now on. Closing twice does nothing; the first reason counts.
     *
     * @param reason what the client is told
     */
    @Override
    public void close(CloseReason reason) {
        outbox.close(reason);
    }

    @Override
    public boolean isFlushed() {
        return outbox.isFlushed();
    }

    /**
     * Who is behind the connection, by the last handshake or renewal.
     *
     * @return the authentication; empty if the endpoint has no {@link HandshakeAuthenticator}
     */
    public Optional<Authentication> authentication() {
        return Optional.ofNullable(authentication);
    }

    /**
     * Puts a new authentication in the place of the one that will end, because the client has sent a new token. What the cluster
     * knows of the connection stays as it is.
     *
     * @param renewed of the same user
     * @throws IllegalArgumentException if it is of another user; nothing has changed then
     */
    public void renew(Authentication renewed) {
        Authentication before = authentication;
        if (before == null || !before.user().equals(renewed.user())) {
            throw new IllegalArgumentException("the authentication is of another user, expected the connection's own");
        }
        authentication = renewed;
    }

    /** Ends the connection if its authentication has ended. */
    void checkAuthentication() {
        Authentication now = authentication;
        if (now != null && now.hasEnded(Instant.now())) {
            close(CloseReason.EXPIRED);
        }
    }

    Outbox outbox() {
        return outbox;
    }

    /** Returns the id. */
    @Override
    public String toString() {
        return member.id().toString();
    }
}
