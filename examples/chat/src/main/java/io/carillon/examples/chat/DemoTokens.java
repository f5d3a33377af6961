package io.carillon.examples.chat;

import io.carillon.Target;
import io.carillon.jwt.JwtAuthenticator;
import io.carillon.jwt.KeySet;
import io.carillon.jwt.Tickets;
import io.carillon.jwt.VerificationKey;
import io.carillon.spi.Backplane;
import io.jsonwebtoken.Jwts;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who somebody is: a JSON Web Token, and a one-time ticket in the place of it, for browsers. What verifies them is as it would be in a
 * real service. What issues the tokens is not: there it is somebody else, who asks for a password first. Here anybody gets one for any name.
 */
final class DemoTokens {
    /** Stands in the log, and beside every token. */
    static final String WARNING = "DEMO ONLY: whoever asks gets a token for any name, at /token";

    private static final Logger LOG = LoggerFactory.getLogger(DemoTokens.class);
    private static final String ISSUER = "carillon-chat-demo";
    private static final Duration LIFE = Duration.ofHours(1);

    private final Secret secret;
    private final Tickets tickets;
    private final JwtAuthenticator authenticator;

    /**
     * Those of one cluster.
     *
     * @param secret the same on every instance, so that each takes what another has issued
     * @param backplane where the tickets are, so that any instance can redeem one
     */
    DemoTokens(Secret secret, Backplane backplane) {
        this.secret = secret;
        this.tickets = new Tickets(backplane.values().orElseThrow());
        this.authenticator = JwtAuthenticator.builder(
                        KeySet.of(VerificationKey.ofSecret(Optional.empty(), "HS256", secret.bytes())))
                .issuer(ISSUER)
                .tickets(tickets)
                .build();
    }

    /** Says loudly what this is, once something that issues tokens has started. */
    static void warn() {
        LOG.warn(WARNING);
    }

    /** Asked at every handshake. */
    JwtAuthenticator authenticator() {
        return authenticator;
    }

    /**
     * A token for anybody.
     *
     * @throws IllegalArgumentException if no user can have that name
     */
    String issue(String user) {
        if (new Target.User(user).name().isBlank()) {
            throw new IllegalArgumentException("user name is blank, and JSON Web Tokens have no such subject");
        }
        Instant now = Instant.now();
        return Jwts.builder()
                .id(UUID.randomUUID().toString())
                .issuer(ISSUER)
                .subject(user)
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(LIFE)))
                .signWith(secret.key(), Jwts.SIG.HS256)
                .compact();
    }

    /** A ticket for whom a token is of. Fails as a handshake with that token would. */
    CompletionStage<String> exchange(String token) {
        return authenticator.verify(token).thenCompose(tickets::issue);
    }
}
