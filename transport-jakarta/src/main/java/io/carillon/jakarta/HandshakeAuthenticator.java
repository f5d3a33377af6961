package io.carillon.jakarta;

import java.util.concurrent.CompletionStage;

/**
 * Finds out who is behind a handshake, before the upgrade. One serves all containers; a gate asks it: see {@link HandshakeGate}.
 * {@code carillon-auth-jwt} has one for JSON Web Tokens.
 *
 * <p><b>Guarantees.</b> It is asked once for each handshake whose origin may come in, and never for another.
 *
 * <p><b>Threads.</b> Several of the container's threads at once, perhaps one that does I/O: it must not block. What has to be
 * looked up elsewhere completes the stage later, on any thread, and within {@link HandshakeGate#PATIENCE}.
 *
 * <p><b>Errors.</b> A stage that fails, or a throw, with {@link HandshakeRefusedException} says what the client gets. Anything else is
 * logged, and the client gets 503. No error may hold what the client has sent: a token in it would reach the log.
 */
@FunctionalInterface
public interface HandshakeAuthenticator {

    /**
     * Says who it is.
     *
     * @param head what the client sent
     * @return who is behind it; or a failure, and then it is not let in
     */
    CompletionStage<Authentication> authenticate(HandshakeHead head);
}
