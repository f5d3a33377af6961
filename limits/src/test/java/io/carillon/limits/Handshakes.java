package io.carillon.limits;

import io.carillon.jakarta.Authentication;
import io.carillon.jakarta.HandshakeAuthenticator;
import io.carillon.jakarta.HandshakeHead;
import io.carillon.jakarta.HandshakeRefusedException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Clients at the gate. */
final class Handshakes {
    static final HandshakeHead HEAD = new HandshakeHead(Map.of(), null);

    /** Takes everybody at their word. */
    static final HandshakeAuthenticator TRUSTING = head -> CompletableFuture.completedStage(
            Authentication.ofUser(head.header("User").get(0)));

    private Handshakes() {}

    static HandshakeHead of(String user) {
        return new HandshakeHead(Map.of("User", List.of(user)), null);
    }

    static HandshakeRefusedException refusal(CompletionStage<?> stage) {
        return (HandshakeRefusedException) failure(stage);
    }

    static Throwable failure(CompletionStage<?> stage) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        stage.whenComplete((done, error) -> failure.complete(
                error == null
                        ? new AssertionError("it has not failed")
                        : error instanceof CompletionException wrapped ? wrapped.getCause() : error));
        return failure.getNow(new AssertionError("it is not done"));
    }
}
