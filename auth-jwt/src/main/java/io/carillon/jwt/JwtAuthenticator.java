package io.carillon.jwt;

import io.carillon.jakarta.Authentication;
import io.carillon.jakarta.HandshakeAuthenticator;
import io.carillon.jakarta.HandshakeHead;
import io.carillon.jakarta.HandshakeRefusedException;
import io.carillon.jakarta.JakartaConnection;
import io.carillon.jwt.BadTokenException.Why;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has a JSON Web Token, signed with a known key, or a one-time ticket. The token's {@code sub} is the user; its end is the
 * connection's end.
 *
 * <p>A token stands in {@code Authorization: Bearer <token>}; or among the subprotocols, as {@value #TOKEN_PROTOCOL}{@code <token>} beside
 * {@value HandshakeHead#PROTOCOL} or one of the endpoint's own, because a browser wants one taken, and the token never is; or, if that was
 * switched on, in the query. A ticket stands in the query. A client that sends two of them is refused.
 *
 * <p><b>Guarantees.</b> No token or ticket, and nothing of one, is in a log, an error or an answer.
 *
 * <p><b>Threads.</b> Any thread may call any method; none blocks. A stage that needs no look-up elsewhere is done on return.
 */
public final class JwtAuthenticator implements HandshakeAuthenticator {
    /** What a subprotocol begins with that is a token: {@value}. */
    public static final String TOKEN_PROTOCOL = "carillon.bearer.";

    /** The most that two clocks may differ by. */
    public static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(60);

    private final Admission admission;
    private final @Nullable Tickets tickets;
    private final @Nullable String tokenParameter;
    private final @Nullable String ticketParameter;

    private JwtAuthenticator(Builder builder, Clock clock) {
        this.admission = new Admission(builder.keys, new JwtVerifier(builder, clock), builder.revocations, clock);
        this.tickets = builder.tickets;
        this.tokenParameter = builder.tokenParameter;
        this.ticketParameter = tickets == null ? null : "ticket";
    }

    /**
     * A builder.
     *
     * @param keys what tokens are verified with
     * @return the builder
     */
    public static Builder builder(KeySet keys) {
        return new Builder(keys);
    }

    @Override
    public CompletionStage<Authentication> authenticate(HandshakeHead head) {
        Credentials credentials;
        try {
            credentials = Credentials.of(head, tokenParameter, ticketParameter);
        } catch (BadTokenException e) {
            return CompletableFuture.failedFuture(Admission.refused(e));
        }
        return credentials.ticket() && tickets != null
                ? admission.redeem(tickets, credentials.secret())
                : admission.verify(credentials.secret());
    }

    /**
     * Says whose a token is, for what an application does over HTTP: issuing a ticket, for example.
     *
     * @param token the token
     * @return whose it is. The stage fails with {@link HandshakeRefusedException} if it is not taken
     */
    public CompletionStage<Authentication> verify(String token) {
        return admission.verify(token);
    }

    /**
     * Lets a connection live as long as a newer token of the same user, because its client has sent one.
     *
     * @param connection the connection
     * @param token the new token
     * @return what it has been renewed to. The stage fails with {@link HandshakeRefusedException} if the token is not taken or is another
     *     user's; the connection then ends when it would have ended
     */
    public CompletionStage<Authentication> renew(JakartaConnection connection, String token) {
        return verify(token).thenApply(renewed -> {
            try {
                connection.renew(renewed);
            } catch (IllegalArgumentException e) {
                throw Admission.refused(new BadTokenException(Why.INVALID));
            }
            return renewed;
        });
    }

    /** Sets options one by one. For one thread. */
    public static final class Builder {
        final KeySet keys;

        @Nullable
        String issuer;

        @Nullable
        String audience;

        @Nullable
        String type;

        Duration clockSkew = Duration.ZERO;
        final Map<String, String> attributes = new LinkedHashMap<>();
        private @Nullable Tickets tickets;
        private @Nullable Revocations revocations;
        private @Nullable String tokenParameter;

        private Builder(KeySet keys) {
            this.keys = keys;
        }

        /**
         * Who must have issued a token.
         *
         * @param iss its {@code iss}; by default anybody who has the key
         * @return this builder
         */
        public Builder issuer(String iss) {
            this.issuer = iss;
            return this;
        }

        /**
         * Whom a token must be for.
         *
         * @param aud one of its {@code aud}; by default anybody
         * @return this builder
         */
        public Builder audience(String aud) {
            this.audience = aud;
            return this;
        }

        /**
         * What a token must say that it is, so that one for another purpose, signed with the same key, is not taken for one.
         *
         * @param typ its {@code typ}, such as {@code at+jwt}, in upper or lower case; by default anything
         * @return this builder
         */
        public Builder type(String typ) {
            this.type = typ;
            return this;
        }

        /**
         * How far this machine's clock may be from the issuer's. Tokens are taken, and connections stay, so much longer.
         *
         * @param skew at most {@link #MAX_CLOCK_SKEW}, in whole seconds; none by default
         * @return this builder
         */
        public Builder clockSkew(Duration skew) {
            this.clockSkew = skew;
            return this;
        }

        /**
         * A claim that the cluster may know of a connection. One that is no text, number or boolean is left out.
         *
         * @param claim the claim, and the name of the attribute
         * @return this builder
         */
        public Builder attribute(String claim) {
            return attribute(claim, claim);
        }

        /**
         * A claim that the cluster may know of a connection. One that is no text, number or boolean is left out.
         *
         * @param claim the claim
         * @param name the name of the attribute
         * @return this builder
         */
        public Builder attribute(String claim, String name) {
            this.attributes.put(claim, name);
            return this;
        }

        /**
         * Tickets that are taken beside tokens, from the parameter {@code ticket} of the query.
         *
         * @param taken the tickets; none by default
         * @return this builder
         */
        public Builder tickets(Tickets taken) {
            this.tickets = taken;
            return this;
        }

        /**
         * What was revoked is not taken. Each handshake then asks the broker.
         *
         * @param asked the revocations; none by default
         * @return this builder
         */
        public Builder revocations(Revocations asked) {
            this.revocations = asked;
            return this;
        }

        /**
         * Takes tokens from the query too. What stands in a URL ends up in logs and histories: only for clients that can do nothing
         * else, and with tokens that end soon.
         *
         * @param name the parameter
         * @return this builder
         */
        public Builder tokenParameter(String name) {
            this.tokenParameter = name;
            return this;
        }

        /**
         * Checks and builds.
         *
         * @return the authenticator
         * @throws IllegalArgumentException if something is out of range; the message lists every fault
         */
        public JwtAuthenticator build() {
            return build(Clock.systemUTC());
        }

        JwtAuthenticator build(Clock clock) {
            List<String> faults = new ArrayList<>();
            if (clockSkew.isNegative()
                    || clockSkew.compareTo(MAX_CLOCK_SKEW) > 0
                    || !clockSkew.equals(Duration.ofSeconds(clockSkew.toSeconds()))) {
                faults.add("clockSkew is " + clockSkew + ", expected whole seconds, at most " + MAX_CLOCK_SKEW);
            }
            if (tokenParameter != null
                    && (tokenParameter.isEmpty() || (tickets != null && tokenParameter.equals("ticket")))) {
                faults.add("tokenParameter is \"" + tokenParameter + "\", expected a name that is not the ticket's");
            }
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException("JWT options: " + String.join("; ", faults));
            }
            return new JwtAuthenticator(this, clock);
        }
    }
}
