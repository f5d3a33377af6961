package io.carillon.jwt;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where tickets are kept until they are used: what all instances share, so that a ticket that one has issued opens any other's door,
 * and only once.
 *
 * <p><b>Threads.</b> Any thread may call any method; none may block.
 */
public interface TicketStore {

    /**
     * Puts a value.
     *
     * @param name the name, at most 256 bytes of UTF-8; no secret
     * @param value the value, at most 4,096 bytes
     * @param life how long it is there
     * @return done when every instance can take it
     */
    CompletionStage<Void> put(String name, byte[] value, Duration life);

    /**
     * Takes a value away. Of all who ask, on any instance, at most one gets it.
     *
     * @param name the name
     * @return the value; empty if there is none, or its life is over
     */
    CompletionStage<Optional<byte[]>> take(String name);
}
