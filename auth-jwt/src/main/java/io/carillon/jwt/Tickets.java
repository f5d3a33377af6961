package io.carillon.jwt;

import io.carillon.jakarta.Authentication;
import io.carillon.jwt.BadTokenException.Why;
import io.carillon.spi.ClusterValues;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One-time tickets, for browsers: a page cannot set a header on a WebSocket, and what stands in a URL ends up in logs. So it asks for a
 * ticket over HTTP, where it can send its token, and connects with {@code ?ticket=…}. A ticket that has been seen in a log has been used.
 *
 * <p><b>Guarantees.</b> A ticket opens one door once, on any instance that shares the store, and within its life; if the store's answer
 * is lost, none. It lets in whom it was issued for, until what it was issued for ends. The store never sees the ticket itself, only
 * its SHA-256.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks.
 */
public final class Tickets {
    /** How long a ticket can be used, by default: 30 s. */
    public static final Duration DEFAULT_LIFE = Duration.ofSeconds(30);

    /** 256 bits, in Base64. */
    private static final int LENGTH = 43;

    private static final Duration MAX_LIFE = Duration.ofMinutes(5);

    private final SecureRandom random = new SecureRandom();
    private final ClusterValues store;
    private final Duration life;

    /**
     * Tickets that can be used for {@link #DEFAULT_LIFE}.
     *
     * @param store where they are kept: {@code backplane.values()}, so that all instances share them
     */
    public Tickets(ClusterValues store) {
        this(store, DEFAULT_LIFE);
    }

    /**
     * Tickets.
     *
     * @param store where they are kept: {@code backplane.values()}, so that all instances share them
     * @param life how long one can be used: one second to five minutes
     * @throws IllegalArgumentException if the life is shorter or longer
     */
    public Tickets(ClusterValues store, Duration life) {
        if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(MAX_LIFE) > 0) {
            throw new IllegalArgumentException("the life of a ticket is " + life + ", expected 1 s to " + MAX_LIFE);
        }
        this.store = store;
        this.life = life;
    }

    /**
     * Issues a ticket.
     *
     * @param authentication whom it lets in, as {@link JwtAuthenticator#verify} has said
     * @return the ticket, 43 characters that need no encoding in a URL. The stage fails if the store does
     */
    public CompletionStage<String> issue(Authentication authentication) {
        byte[] chance = new byte[32];
        random.nextBytes(chance);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
        return store.put(name(ticket), TicketCodec.encode(authentication), life).thenApply(done -> ticket);
    }

    /** Takes one; fails with {@link BadTokenException}, or as the store does. */
    CompletionStage<Authentication> redeem(String ticket) {
        if (ticket.length() != LENGTH) {
            return CompletableFuture.failedFuture(new BadTokenException(Why.INVALID));
        }
        return store.take(name(ticket))
                .thenApply(found -> TicketCodec.decode(found.orElseThrow(() -> new BadTokenException(Why.INVALID))));
    }

    private static String name(String ticket) {
        return Hash.of("carillon.ticket:", ticket);
    }
}
