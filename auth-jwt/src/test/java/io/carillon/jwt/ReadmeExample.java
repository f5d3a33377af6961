package io.carillon.jwt;

import io.carillon.jakarta.TransportOptions;
import io.carillon.spi.Backplane;
import java.net.URI;
import java.time.Duration;

/** The example of the README. */
final class ReadmeExample {
    private ReadmeExample() {}

    // README
    static TransportOptions options(Backplane backplane) {
        KeySet keys = JwksKeySet.ofUrl(URI.create("https://issuer.example/.well-known/jwks.json"));
        JwtAuthenticator authenticator = JwtAuthenticator.builder(keys)
                .issuer("https://issuer.example")
                .audience("chat")
                .type("at+jwt")
                .clockSkew(Duration.ofSeconds(30))
                .attribute("role") // a claim that others may see
                .tickets(new Tickets(backplane.values().orElseThrow()))
                .build();
        return TransportOptions.builder().authenticator(authenticator).build();
    }
    // README
}
